"""Extensions that the scratch server does not have are stood in for: by all that their databases tell of them."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from sync.diff import diff
from sync.planning import Wanted, plan
from sync.postgres.embedded import EmbeddedServer
from sync.postgres.session import connect
from sync.shadow.scratch import Scratch
from sync.shadow.stand_ins import install, read_stand_ins
from sync.sources import LiveSource, resolve
from tests.support.servers import Databases, execute, rows

# The embedded server has neither pgcrypto nor uuid-ossp; Debian's has both.
BEFORE = """
    CREATE SCHEMA extensions;
    CREATE EXTENSION "uuid-ossp" SCHEMA extensions;
    CREATE EXTENSION pgcrypto SCHEMA extensions;
    CREATE TABLE t (
        id uuid DEFAULT extensions.uuid_generate_v4() PRIMARY KEY,
        p text CHECK (extensions.crypt(p, 'x') <> ''),
        d bytea GENERATED ALWAYS AS (extensions.digest(p, 'sha1')) STORED);
    CREATE VIEW v AS SELECT encode(extensions.digest(p, 'sha256'), 'hex') AS h, extensions.gen_salt('bf') AS s FROM t;
"""
AFTER = """
    CREATE SCHEMA other;
    CREATE EXTENSION "uuid-ossp" SCHEMA other;
    CREATE EXTENSION pgcrypto SCHEMA other;
    CREATE TABLE t (
        id uuid DEFAULT other.uuid_generate_v1() PRIMARY KEY,
        p varchar(40),
        d bytea GENERATED ALWAYS AS (other.digest(p, 'sha1')) STORED,
        e integer DEFAULT length(other.gen_salt('bf')));
    CREATE VIEW v AS SELECT encode(other.digest(p, 'sha256'), 'hex') AS h, other.gen_salt('bf') AS s, e FROM t;
"""
# What no statement makes without the library behind it: an index method.
_BEYOND = {"bloom"}


@pytest.fixture
def scratch(scratch_server: EmbeddedServer) -> Iterator[Scratch]:
    """Scratch databases on a server that is confined, as everybody's are."""
    with Scratch(scratch_server) as made:
        yield made


@pytest.mark.parametrize(("a", "b"), [(BEFORE, AFTER), (AFTER, BEFORE), ("", BEFORE), (BEFORE, "")])
def test_a_plan_is_proven_without_the_extension(databases_15: Databases, scratch: Scratch, a: str, b: str) -> None:
    sides = [LiveSource(name, databases_15.fresh(made), None) for name, made in (("a", a), ("b", b))]
    found = plan(sides[0], sides[1], scratch, Wanted(reverse=True))
    assert found.proven
    assert found.reverse is not None
    assert (found.reverse.refused, found.reverse.proven) == ("", True)
    for statement in found.statements:
        execute(sides[0].database, statement)
    assert not diff(sides[0], sides[1], scratch).differences


def test_what_only_two_servers_write_differently_is_told_apart(
    databases: Databases, databases_15: Databases, scratch: Scratch
) -> None:
    made = "CREATE TABLE t (p text); CREATE VIEW v AS SELECT extensions.digest(p, 'sha1') AS d FROM t WHERE p > 'a'"
    a = databases_15.fresh(f"CREATE SCHEMA extensions; CREATE EXTENSION pgcrypto SCHEMA extensions; {made}")
    digest = "CREATE FUNCTION {} RETURNS bytea IMMUTABLE LANGUAGE sql AS 'SELECT ''x''::bytea'"
    functions = ";".join(digest.format(f"extensions.digest({of}, text)") for of in ("text", "bytea"))
    b = databases.fresh(f"CREATE SCHEMA extensions; {functions}; {made}")
    found = diff(LiveSource("a", a, None), LiveSource("b", b, None), scratch)
    assert "v" not in {one.identity.name for one in found.differences}
    assert not found.diagnostics


def test_every_extension_of_debian_can_be_stood_in_for(databases_15: Databases, databases: Databases) -> None:
    server = databases_15.server
    known = [name for (name,) in rows(server.database(), "SELECT name FROM pg_available_extensions ORDER BY name")]
    assert len(known) > 40
    failed = {}
    for name in known:
        if name == "plpgsql":
            continue
        origin, copy = databases_15.fresh(f'CREATE EXTENSION "{name}" CASCADE'), databases.fresh()
        with connect(copy, autocommit=True) as connection:
            install(read_stand_ins(origin, known), databases.server, connection)
        try:
            execute(copy, f'CREATE EXTENSION "{name}" CASCADE')
        except psycopg.Error as error:
            failed[name] = str(error)
        for one in (databases_15, databases):
            one.drop()
    assert failed.keys() <= _BEYOND, failed


def test_a_stand_in_does_nothing(databases_15: Databases, databases: Databases) -> None:
    origin = databases_15.fresh(
        "CREATE EXTENSION pgcrypto; CREATE EXTENSION hstore; CREATE EXTENSION pg_stat_statements"
    )
    copy = databases.fresh()
    with connect(copy, autocommit=True) as connection:
        install(read_stand_ins(origin, ["pgcrypto", "hstore", "pg_stat_statements"]), databases.server, connection)
    execute(copy, "CREATE EXTENSION pgcrypto; CREATE EXTENSION hstore; CREATE EXTENSION pg_stat_statements")
    assert rows(copy, "SELECT crypt('a', 'b'), gen_random_bytes(3), 'x=>1'::hstore::text") == [(None, None, "x=>1")]
    assert rows(copy, "SELECT query FROM pg_stat_statements") == []
    execute(copy, "CREATE TABLE t (h hstore); CREATE INDEX ON t USING gin (h); CREATE INDEX ON t USING gist (h)")
    execute(copy, "ALTER EXTENSION hstore SET SCHEMA pg_catalog")


def test_files_may_ask_for_what_the_other_side_has(databases_15: Databases, scratch: Scratch, tmp_path: Path) -> None:
    made = """CREATE EXTENSION IF NOT EXISTS pgcrypto;
        CREATE TABLE t (p text DEFAULT gen_salt('bf'), d bytea GENERATED ALWAYS AS (digest(p, 'sha1')) STORED)"""
    (tmp_path / "schema.sql").write_text(f"CREATE TABLE made_before (); {made}")
    files = resolve(str(tmp_path / "schema.sql"), lambda: pytest.fail("no configuration is needed"))
    live = LiveSource("live", databases_15.fresh(made), None)
    assert [str(one.identity) for one in diff(live, files, scratch).differences] == ["public.made_before"]
    assert plan(live, files, scratch).proven
