"""The Supabase CLI and schemabot on the same files and the same database: each sees the other's work as applied."""

from importlib.resources import files
from pathlib import Path

import pytest

from sync.deploy import Settings, deploy
from sync.migrations import migrations_in
from sync.migrations.recorded import recorded
from sync.migrations.standing import State, standings
from sync.postgres.database import Database
from tests.support.servers import Databases, rows
from tests.support.supabase_cli import SupabaseCli

TABLE = """-- why; because
CREATE TABLE t (id bigint, "a;b" text DEFAULT 'x;''y', e text DEFAULT E'a\\';b');;
/* block ; /* nested ; */ */
INSERT INTO t VALUES (1, 'a', U&'\\0441;'), (2, 'b (', '--');
"""
FUNCTIONS = """CREATE FUNCTION f() RETURNS text LANGUAGE plpgsql AS $body$ BEGIN RETURN $$;$$; END $body$;
CREATE FUNCTION g(a int) RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT CASE WHEN a > 1 THEN 1 END; SELECT 2; END;
CREATE FUNCTION "füñ;"() RETURNS int LANGUAGE sql RETURN 1;
"""
RULE = """CREATE RULE r AS ON DELETE TO t DO ALSO (SELECT 1; SELECT 2);
COMMENT ON TABLE t IS 'привет; 😀'   ;

-- rollback
-- DROP RULE r ON t;
"""
WINDOWS = "\ufeffCREATE TABLE bom (id int);\r\n-- crlf;\r\nSELECT 1;\r\n"
CONCURRENTLY = "CREATE INDEX CONCURRENTLY i ON bom (id);\nALTER TABLE bom ADD c int;\n"
HOSTILE = (TABLE, FUNCTIONS, WINDOWS, RULE, "", "-- nothing to do;\n", CONCURRENTLY)


@pytest.fixture
def supabase(tmp_path: Path) -> SupabaseCli:
    return SupabaseCli(tmp_path)


def write(folder: Path, number: int, text: str) -> str:
    version = f"202601{number // 24 + 1:02}{number % 24:02}0000"
    (folder / f"{version}_m{number}.sql").write_text(text, encoding="utf-8", newline="")
    return version


def kept(database: Database) -> list[tuple[object, ...]]:
    return rows(
        database, "SELECT version, name, statements FROM supabase_migrations.schema_migrations ORDER BY version"
    )


def test_they_keep_the_same_of_the_same_files(supabase: SupabaseCli, databases: Databases) -> None:
    folder = files("procrastinate").joinpath("sql", "migrations")
    real = sorted(one.name for one in folder.iterdir() if one.name.endswith(".sql"))
    texts = (*HOSTILE, *(folder.joinpath(name).read_text() for name in real))
    for number, text in enumerate(texts):
        write(supabase.migrations, number, text)
    theirs, ours = databases.fresh(), databases.fresh()
    supabase.push(theirs)
    migrations = migrations_in(supabase.migrations)
    assert [(one.version, one.name, list(one.written)) for one in migrations] == kept(theirs)
    filled = [one for one in migrations[: len(HOSTILE)] if one.statements]  # deploy refuses the others
    deploy(ours, filled, Settings())
    assert kept(ours) == [one for one in kept(theirs) if one[0] in {each.version for each in filled}]
    assert len(filled) == len(HOSTILE) - 2


def test_they_take_turns(supabase: SupabaseCli, databases: Databases) -> None:
    database, folder = databases.fresh(), supabase.migrations
    versions = []
    for number, apply in enumerate((_deploy, SupabaseCli.push, _deploy)):
        versions.append(write(folder, number, f"-- {number}\nCREATE TABLE t{number} (id bigint);\n-- rollback\n"))
        apply(supabase, database)
        found = standings(migrations_in(folder), *recorded(database, "staging"))
        assert [(one.version, one.state) for one in found] == [(one, State.APPLIED) for one in versions]
    write(folder, 1, "-- 1\nCREATE TABLE t1 (id integer);\n")
    versions.append(write(folder, 3, "SELECT 3;"))
    found = standings(migrations_in(folder), *recorded(database, "staging"))
    assert [one.state for one in found] == [State.APPLIED, State.EDITED, State.APPLIED, State.PENDING]
    assert supabase.listed(database) == {one: (True, one != versions[3]) for one in versions}


def _deploy(supabase: SupabaseCli, database: Database) -> None:
    deploy(database, migrations_in(supabase.migrations), Settings())
