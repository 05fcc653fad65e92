"""Secrets in scripts: supplied as variables of psql, or written in clear, the same schema comes out."""

import re
import tempfile
from pathlib import Path

import pytest

from sync.catalog import Scope, read, read_catalog
from sync.catalog.secret_patterns import HIDDEN
from sync.catalog.secrets import itself
from sync.errors import EmbeddedServerError
from sync.model import Catalog
from sync.plan.create.others import in_this_database
from sync.plan.export import script
from sync.plan.psql import without_variables
from sync.plan.secrets import NeededSecret, Variables, needed_secrets
from sync.plan.sql import Sql, literal, write
from sync.planning import Wanted, plan
from sync.postgres.database import Database
from sync.shadow.scratch import Scratch
from sync.sources import LiveSource
from tests.support.catalogs import between
from tests.support.exporting import exported, loaded
from tests.support.servers import Databases, clients, execute, rows

# By what the head says of each, the secret; where it stands in a text of somebody's, it is as that text has it.
HOSTILE = "it's \\ back \\n :hi :'hi' :\"hi\" ::x $body$ $1 %s %I \"q\" `date` é☃ \t\r\n'' \\' end"
LONG = "0123456789abcdef'\\:x" * 5_000
SECRETS = {
    "password of user mapping shop/public": HOSTILE,
    "pin of user mapping shop/public": LONG,
    '"apiKey" of server shop': HOSTILE[::-1],
    "password of subscription s": "con'n \\ pass=word",
    "in a text of trigger public.t/call, as it is written there": "trigger0123456789abcdef",
    "in a text of function public.body(), as it is written there": "body0123''456789abcdef",
    "a text of function public.settings()": "settings'\\0123456789abcdef",
    "a text of table public.t": "column'\\0123456789abcdef",
    "in a text of view public.view, as it is written there": "view0123456789abcdef",
    "password in a comment or label on table public.t": "comment0123456789abcdef",
}


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _schema() -> str:
    known = {about: _literal(secret) for about, secret in SECRETS.items()}
    conninfo = "host=example.com dbname=x password='con\\'n \\\\ pass=word'"
    return f"""
        CREATE TABLE t (x text, "USER" text, api_key text DEFAULT {known["a text of table public.t"]});
        CREATE FOREIGN DATA WRAPPER w;
        CREATE SERVER shop FOREIGN DATA WRAPPER w
            OPTIONS (host 'example.com', "apiKey" {known['"apiKey" of server shop']});
        CREATE USER MAPPING FOR public SERVER shop OPTIONS (user 'anna',
            password {known["password of user mapping shop/public"]}, pin {known["pin of user mapping shop/public"]});
        CREATE SUBSCRIPTION s CONNECTION {_literal(conninfo)} PUBLICATION p WITH (connect = false, slot_name = NONE);
        CREATE FUNCTION body() RETURNS text LANGUAGE plpgsql AS $f$
        DECLARE
            api_key constant text := 'body0123''456789abcdef'; -- $body$ 'quoted' \\ :hi
        BEGIN
            RETURN api_key;
        END $f$;
        CREATE FUNCTION called() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
        CREATE FUNCTION settings() RETURNS text LANGUAGE sql
            SET app.jwt_secret = {known["a text of function public.settings()"]} AS $$ SELECT 'x' $$;
        CREATE TRIGGER call AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION called('https://example.com/it''s\\',
            '{{"Authorization":"Bearer trigger0123456789abcdef"}}');
        CREATE VIEW view AS SELECT '\\ Bearer view0123456789abcdef' AS header;
        COMMENT ON TABLE t IS 'log in with password=comment0123456789abcdef, it''s easy';
    """


@pytest.fixture
def source(each_databases: Databases) -> Database:
    """A database with a secret in every place that a script can have one."""
    return each_databases.fresh(_schema())


def _supplied(needed: tuple[NeededSecret, ...], left_out: str = "") -> str:
    """A file that supplies secrets, as the head of a script says it."""

    def written(secret: str) -> str:
        for plain, escaped in (("\\", "\\\\"), ("'", "''"), ("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t")):
            secret = secret.replace(plain, escaped)
        return secret

    return "".join(f"\\set {one.name} '{written(SECRETS[one.about])}'\n" for one in needed if one.name != left_out)


def _needed(text: str) -> tuple[NeededSecret, ...]:
    """What the head of a script asks for."""
    return tuple(NeededSecret(*found) for found in re.findall(r"^--   (secret_\d+): (.+)$", text, re.MULTILINE))


def _psql(databases: Databases, database: Database, *files: str, options: tuple[str, ...] = ()) -> None:
    with tempfile.TemporaryDirectory(prefix="schemabot-secrets-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # psql runs as the server's account
        paths = [folder / f"{number}.sql" for number in range(len(files))]
        for path, text in zip(paths, files, strict=True):
            path.write_text(text, encoding="utf-8", newline="")
        given = ("--no-psqlrc", "--quiet", *options, *(f"--file={path}" for path in paths))
        clients(databases.server).run("psql", *given, database.url, cwd=folder)


def _clear(database: Database) -> Catalog:
    return read(database, Scope(dependencies=True)).catalog(itself)


def test_variables_that_are_supplied_make_the_same_schema(source: Database, each_databases: Databases) -> None:
    text = exported(source, hidden=True)
    needed = _needed(text)
    assert sorted(one.about for one in needed) == sorted(SECRETS)
    assert not HIDDEN.search(text)
    again = each_databases.fresh()
    _psql(each_databases, again, _supplied(needed), text, options=("--set=ON_ERROR_STOP=1",))
    assert between(source, again) == ()
    assert _clear(again).objects == _clear(source).objects


@pytest.mark.parametrize("missing", ["first", "last"])
def test_a_secret_that_is_missing_ends_the_script_before_anything_is_done(
    source: Database, each_databases: Databases, missing: str
) -> None:
    text = exported(source, hidden=True)
    needed = _needed(text)
    one = needed[0 if missing == "first" else -1]
    again = each_databases.fresh("CREATE TABLE before ()")
    with pytest.raises(EmbeddedServerError, match=f"ERROR: +not supplied: {one.name}; the head ") as failure:
        _psql(each_databases, again, _supplied(needed, one.name), text)
    assert "CONTEXT" not in str(failure.value)
    made = "SELECT relname FROM pg_class WHERE relnamespace::regnamespace::text !~ '^pg_|^information_schema$'"
    assert rows(again, made) == [("before",)]


def test_secrets_in_clear_make_the_same_schema(source: Database, each_databases: Databases) -> None:
    text = "".join(script(_clear(source)))
    assert not HIDDEN.search(text)
    assert "secret_1" not in text
    assert between(source, loaded(each_databases, text)) == ()


def test_what_is_read_in_clear_changes_nothing_of_what_is_compared(databases: Databases) -> None:
    database = databases.fresh(_schema())
    reading = read(database, Scope())
    before, shown = reading.catalog(), reading.catalog(itself)
    assert reading.catalog() == before == read_catalog(database, Scope())
    assert "0123456789abcdef" in repr(shown.objects)
    assert "0123456789abcdef" not in repr(before)
    assert set(shown.objects) == set(before.objects)


def test_variables_that_happen_to_be_set_change_nothing(each_databases: Databases) -> None:
    database = each_databases.fresh('CREATE TABLE t (a integer[], lo integer, hi integer, "USER" integer, "é" integer)')
    execute(
        database,
        """CREATE VIEW v AS SELECT a[lo:hi] AS one, a[:"USER"] AS two, a["é":] AS three, a[1:"é"] AS four,
            ':hi'::text || ':''hi'''::text AS five, $$:"hi"$$::name AS six FROM t""",
    )
    again = each_databases.fresh()
    given = tuple(f"--set={name}=1+" for name in ("lo", "hi", "1", "é", "text", "name"))
    _psql(each_databases, again, exported(database, hidden=True), options=(*given, "--set=ON_ERROR_STOP=1"))
    assert between(database, again) == ()


def test_a_space_is_only_where_psql_would_see_a_variable() -> None:
    plain = Sql("SELECT a[1], '{\"a\":[1,2],\"b\":3}'::jsonb, a[1 : 2], 'x'::text")
    assert without_variables(plain) == plain.replace("1 : 2", "1 :  2")
    assert without_variables(Sql("SELECT a[1:b], ':c'")) == "SELECT a[1: b], ':c'"
    assert without_variables(Sql("SELECT a['1:b]")) == "SELECT a['1:b]"


def test_an_option_that_changes_is_named() -> None:
    sql = Sql("ALTER USER MAPPING FOR anna SERVER shop OPTIONS (SET password '[secret 0123456789ab]', ADD \"P\" '')")
    assert needed_secrets([(sql, "user mapping shop/anna")]) == (
        NeededSecret("secret_1", "password of user mapping shop/anna"),
    )


def test_one_secret_in_two_statements_is_one_variable() -> None:
    marker, other = "[secret 0123456789ab]", "[secret ba9876543210]"
    first, second = Sql(f"SET a.b TO '{marker}'"), Sql(f"SELECT E'a\\\\{other}b{marker}', '{other}'")
    variables = Variables([(first, "one"), (second, "two")])
    assert needed_secrets([(first, "one"), (second, "two")]) == variables.needed
    assert [one.name for one in variables.needed] == ["secret_1", "secret_2"]
    assert list(variables.script(first)) == ["SET a.b TO :'secret_1';\n"]
    assert list(variables.script(second)) == [
        "SELECT E'a\\\\' || :'secret_2' || E'b' || :'secret_1' AS text_1 \\gset\n",
        "SELECT :'text_1', :'secret_2';\n",
    ]


def test_what_is_quoted_twice_is_so_with_its_secret_too(each_databases: Databases) -> None:
    sql = in_this_database(Sql("ALL"), write("SET app.key TO {}", literal("a'[secret 0123456789ab]%I")))
    variables = Variables([(sql, "role public")])
    database = each_databases.fresh()
    value = "b'c\\d%s $body$"
    given = "\\set secret_1 'b''c\\\\d%s $body$'\n"
    _psql(each_databases, database, given, "".join((*variables.head(), *variables.script(sql))))
    assert rows(database, "SELECT current_setting('app.key')") == [(f"a'{value}%I",)]


def test_in_a_name_no_variable_can_stand() -> None:
    sql = Sql("SELECT 'x' AS \"[secret 0123456789ab]\" -- [secret ba9876543210]")
    variables = Variables([(sql, "view v")])
    assert variables.needed == ()
    assert list(variables.head()) == [
        "-- Put secrets in the place of [secret …] where no variable can stand: 2 in names.\n"
    ]
    assert list(variables.script(sql)) == [f"{sql};\n"]


def test_a_script_without_secrets_has_no_head(databases: Databases) -> None:
    text = exported(databases.fresh("CREATE TABLE t (a text)"))
    assert "secret" not in text
    assert "\\" not in text


@pytest.mark.parametrize("schemas", [frozenset[str](), frozenset({"public"})], ids=["all", "one schema"])
def test_a_plan_in_clear_does_what_was_proven(databases: Databases, scratch: Scratch, schemas: frozenset[str]) -> None:
    same, old, new = "Bearer abc1abc1abc1abc1", "Bearer old2old2old2old2", "Bearer new3new3new3new3"
    made = """CREATE SCHEMA other; CREATE TABLE other.x (); CREATE TABLE {name} (id integer, a text, b date);
        CREATE FUNCTION f(t {name}) RETURNS text LANGUAGE sql BEGIN ATOMIC SELECT '{same}' || t.a; END;
        CREATE VIEW v AS SELECT a, '{token}' AS token FROM {name}"""
    a, b = (databases.fresh(made.format(name=name, same=same, token=token)) for name, token in (("o", old), ("n", new)))
    sides = LiveSource("a", a, None), LiveSource("b", b, None)
    hidden, clear = (
        plan(*sides, scratch, Wanted(renames=("public.o=public.n",), secrets=secrets), schemas=schemas)
        for secrets in (False, True)
    )
    assert clear.proven
    assert [HIDDEN.sub(new.removeprefix("Bearer "), one) for one in hidden.statements] == list(clear.statements)
    assert any(new in one for one in clear.statements)
