"""Two databases on different major versions: nothing differs but what was changed, whatever each server writes."""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import permutations

import pytest

from sync.diff import Comparison, diff
from sync.postgres.database import Database
from sync.postgres.embedded import EmbeddedServer
from sync.postgres.session import connect
from sync.shadow.scratch import Scratch
from sync.sources import LiveSource
from tests.schemas.test_harbour import migrate
from tests.schemas.test_procrastinate import migrations
from tests.support import musicbrainz, zoo
from tests.support.catalogs import Shown, shown
from tests.support.servers import Databases, Servers, chosen_majors, execute

Pair = tuple[int, int]


def pairs(since: int = 0) -> list[object]:
    """Every two of the major versions that tests run on, both ways round."""
    majors = [major for major in chosen_majors() if major >= since]
    return [
        pytest.param(pair, marks=[pytest.mark.major(major) for major in pair], id=f"{pair[0]}-{pair[1]}")
        for pair in permutations(majors, 2)
    ]


@pytest.fixture(scope="session")
def scratch(server: EmbeddedServer) -> Iterator[Scratch]:
    with Scratch(server) as made:
        yield made


def compared(a: Database, b: Database, scratch: Scratch) -> Comparison:
    return diff(LiveSource(a.label, a, None), LiveSource(b.label, b, None), scratch)


def template(databases: Databases, name: str, build: Callable[[Database], object]) -> Database:
    """A database that all tests of the session may read."""
    return databases.server.database(databases.template(name, lambda database, _: build(database)))


def zoo_of(databases: Databases, common: int) -> Database:
    return template(databases, f"zoo_{common}", partial(zoo.load, major=common))


def procrastinate(database: Database) -> None:
    with connect(database) as connection:
        for path in migrations():
            connection.execute(path.read_text())
            connection.commit()


@pytest.mark.parametrize("pair", pairs())
def test_nothing_differs_in_all_that_is_deparsed(pair: Pair, servers: Servers, scratch: Scratch) -> None:
    a, b = (zoo_of(servers[major], min(pair)) for major in pair)
    found = compared(a, b, scratch)
    assert shown(found.differences) == set()
    assert found.diagnostics == ()


@pytest.mark.parametrize("pair", pairs(musicbrainz.WHOLE_SINCE))
def test_nothing_differs_in_musicbrainz(pair: Pair, servers: Servers, scratch: Scratch) -> None:
    a, b = (
        template(servers[major], "musicbrainz_plain", partial(musicbrainz.load, server=servers[major].server))
        for major in pair
    )
    assert shown(compared(a, b, scratch).differences) == set()


@pytest.mark.parametrize("pair", pairs(since=15))
def test_nothing_differs_in_harbour(pair: Pair, servers: Servers, scratch: Scratch) -> None:
    a, b = (template(servers[major], "harbour", migrate) for major in pair)
    assert shown(compared(a, b, scratch).differences) == set()


@pytest.mark.parametrize("pair", pairs())
def test_nothing_differs_in_procrastinate_but_who_may_write_to_public(
    pair: Pair, servers: Servers, scratch: Scratch
) -> None:
    a, b = (template(servers[major], "procrastinate", procrastinate) for major in pair)
    # A new database lets everybody make objects in `public` until PostgreSQL 14, and nobody but its owner since 15.
    who = {
        ("changed", "owner", "schema public", ("owner",)),
        ("changed", "privilege", "schema public to public", ("privileges",)),
    }
    assert shown(compared(a, b, scratch).differences) == (who if min(pair) < 15 <= max(pair) else set())


# Small changes of the zoo, all made on one side, and what is found then.
CHANGES: tuple[tuple[str, str, str, str], ...] = (
    (
        'CREATE OR REPLACE VIEW zoo.v_view AS SELECT v.number, v."Name" FROM zoo.v_alias v WHERE v."select" = 2',
        *("view", "zoo.v_view", "definition"),
    ),
    (
        "CREATE OR REPLACE VIEW zoo.v_only AS SELECT id FROM zoo.parent UNION SELECT id FROM zoo.parent",
        *("view", "zoo.v_only", "definition"),
    ),
    (
        "CREATE OR REPLACE VIEW zoo.v_table AS SELECT id, note, extra FROM zoo.child WHERE true",
        *("view", "zoo.v_table", "definition"),
    ),
    (
        "CREATE OR REPLACE VIEW zoo.v_distinct AS SELECT DISTINCT name FROM zoo.people ORDER BY name",
        *("view", "zoo.v_distinct", "definition"),
    ),
    (
        # Another table of the same name and shape.
        """CREATE TABLE "Odd Schema".people AS SELECT id, name FROM zoo.people;
           CREATE OR REPLACE VIEW zoo.v_columns AS SELECT id AS one, name AS two FROM "Odd Schema".people;
           DROP TABLE IF EXISTS zoo.nothing""",
        *("view", "zoo.v_columns", "definition"),
    ),
    (
        """ALTER TABLE zoo.people DROP CONSTRAINT c_in,
           ADD CONSTRAINT c_in CHECK (name IN ('a', 'b', 'd')) NOT VALID""",
        *("constraint", "zoo.people/c_in", "definition"),
    ),
    (
        """ALTER TABLE zoo.people DROP CONSTRAINT c_trim,
           ADD CONSTRAINT c_trim CHECK (TRIM(BOTH ' ' FROM name) <> '' AND btrim(nick) <> ''
               AND TRIM(LEADING 'y' FROM nick) = ltrim(nick, 'x') AND TRIM(TRAILING FROM nick) = rtrim(nick))""",
        *("constraint", "zoo.people/c_trim", "definition"),
    ),
    (
        "DROP INDEX zoo.i_case; CREATE INDEX i_case ON zoo.orders ((CASE WHEN status = 'old' THEN 1 ELSE 0 END))",
        *("index", "zoo.orders/i_case", "definition"),
    ),
    (
        "ALTER TABLE zoo.people ALTER local SET DEFAULT now() AT TIME ZONE 'Europe/Berlin'",
        *("column", "zoo.people/local", "default"),
    ),
    (
        "ALTER POLICY p_insert ON zoo.orders WITH CHECK (person = (SELECT p.id FROM zoo.people p WHERE p.name = USER))",
        *("policy", "zoo.orders/p_insert", "with_check"),
    ),
    (
        "ALTER POLICY p_exists ON zoo.people USING (EXISTS (SELECT 1 FROM zoo.orders WHERE orders.person > people.id))",
        *("policy", "zoo.people/p_exists", "using"),
    ),
    (
        """CREATE OR REPLACE RULE r_with AS ON DELETE TO zoo.orders DO ALSO
           INSERT INTO zoo.parent WITH n AS (SELECT 1 AS one) SELECT n.one, 'y' FROM n""",
        *("rule", "zoo.orders/r_with", "definition"),
    ),
    (
        """DROP TRIGGER t_user ON zoo.child;
           CREATE TRIGGER t_user BEFORE INSERT OR DELETE OR TRUNCATE ON zoo.child FOR EACH STATEMENT
               WHEN (SESSION_USER <> 'x'::name AND pg_trigger_depth() = 0) EXECUTE FUNCTION zoo.touch(1, 2.5)""",
        *("trigger", "zoo.child/t_user", "definition"),
    ),
    (
        "ALTER DOMAIN zoo.positive SET DEFAULT 1 + 2",
        *("domain", "zoo.positive", "default"),
    ),
    (
        """ALTER DOMAIN zoo.code DROP CONSTRAINT known;
           ALTER DOMAIN zoo.code ADD CONSTRAINT known CHECK (VALUE IN ('a'))""",
        *("domain constraint", "zoo.code/known", "definition"),
    ),
    (
        """CREATE OR REPLACE FUNCTION zoo.plainly(a integer, b integer DEFAULT 3, c text DEFAULT 'x')
           RETURNS integer LANGUAGE sql STABLE AS 'SELECT a + b'""",
        *("function", "zoo.plainly(integer, integer, text)", "arguments"),
    ),
)


@pytest.mark.parametrize("pair", pairs())
def test_every_change_is_found_and_nothing_beside_it(pair: Pair, servers: Servers, scratch: Scratch) -> None:
    common = min(pair)
    a = zoo_of(servers[pair[0]], common)
    zoo_of(servers[pair[1]], common)
    b = servers[pair[1]].fresh(template=servers[pair[1]].templates[f"zoo_{common}"], name=f"changed_zoo_{pair[0]}")
    for change, *_ in CHANGES:
        execute(b, change)
    expected: set[Shown] = {("changed", kind, identity, (attribute,)) for _, kind, identity, attribute in CHANGES}
    differences = compared(a, b, scratch).differences
    found = {one for one in shown(differences) if "Odd Schema" not in one[2]}
    assert found == expected


@pytest.mark.parametrize("pair", pairs(since=14))
def test_bodies_in_standard_sql_differ_only_where_they_were_changed(
    pair: Pair, servers: Servers, scratch: Scratch
) -> None:
    body = "CREATE FUNCTION f(a text) RETURNS text LANGUAGE sql BEGIN ATOMIC SELECT t.x FROM t WHERE t.x = {} || a; END"
    same = "CREATE TABLE t (x text); " + body.replace(" f(", " g(").format("'r'")
    a, b = (
        servers[major].fresh(f"{same}; {body.format(value)}", name=f"bodies_{pair}")
        for major, value in zip(pair, ("'p'", "'q'"), strict=True)
    )
    found = compared(a, b, scratch).differences
    kinds = {one for one in shown(found) if "schema public" not in one[2]}
    assert kinds == {("changed", "function", "public.f(text)", ("statements",))}


if 13 in chosen_majors():

    def test_extract_of_13_is_not_that_of_later_ones(servers: Servers, scratch: Scratch) -> None:
        """It is a double precision there, and numeric since: the view has columns of another type."""
        view = "DROP SCHEMA public; CREATE SCHEMA s; CREATE VIEW s.v AS SELECT EXTRACT(year FROM now()) AS year"
        a, b = (servers[major].fresh(view, name="extract") for major in (13, 18))
        assert shown(compared(a, b, scratch).differences) == {("changed", "view", "s.v", ("definition",))}
