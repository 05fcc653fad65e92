"""Drift is what differs from the migrations that were applied: no more and no less."""

from collections.abc import Sequence

import pytest

from sync.catalog import Patterns, Profile
from sync.data import data_folder
from sync.drift import Drift, drift
from sync.drift.applied import Holding, holding
from sync.errors import ReadError, ReplayError
from sync.migrations import Migration
from sync.migrations.history import Did, begin_run, end_run, step_is_done
from sync.planning import plan
from sync.postgres.database import Database
from sync.postgres.session import connect
from sync.shadow.scratch import Scratch
from sync.sources import MIGRATIONS, FileSource, LiveSource
from tests.drift.conftest import Look, deploy, migration
from tests.schemas.test_procrastinate import migrations as procrastinate
from tests.support import supabase
from tests.support.catalogs import shown
from tests.support.servers import Databases, execute

ORDERS = migration(1, "CREATE TABLE orders (id integer PRIMARY KEY)")
LINES = migration(2, "CREATE TABLE lines (id integer REFERENCES orders)")
NOTES = migration(3, "ALTER TABLE orders ADD COLUMN note text")
ALL = (ORDERS, LINES, NOTES)


def said(found: Drift) -> list[str]:
    return [one.message for one in found.comparison.diagnostics]


def test_a_database_that_has_what_was_applied(each_databases: Databases, look: Look) -> None:
    live = each_databases.fresh()
    deploy(live, ALL)
    found = look(live, ALL)
    assert not found.is_there
    assert said(found) == []
    execute(live, "CREATE INDEX byhand ON orders (note); DROP TABLE lines")
    found = look(live, ALL)
    assert found.is_there
    assert shown(found.comparison.differences) >= {
        ("added", "index", "public.orders/byhand", ()),
        ("removed", "table", "public.lines", ()),
    }


def test_pending_migrations_are_no_drift(databases: Databases, look: Look) -> None:
    live = databases.fresh()
    deploy(live, [ORDERS, NOTES])
    found = look(live, ALL)
    assert not found.is_there
    assert found.holding.pending == ("20260101000002_step.sql",)
    assert said(found) == ["live: 20260101000002_step.sql is pending"]
    (many,) = said(look(live, [*ALL, *(migration(number, "SELECT 1") for number in range(10, 16))]))
    assert many.startswith("live: 7 migrations (20260101000002_step.sql, 20260101000010_step.sql, ")
    assert many.endswith(" 20260101000013_step.sql, …) are pending")


def test_a_migration_without_a_file_is_taken_from_the_history(databases: Databases, look: Look) -> None:
    live = databases.fresh()
    deploy(live, ALL)
    found = look(live, [ORDERS, NOTES])
    assert not found.is_there
    assert said(found) == ["live: 20260101000002_step has no file: taken from the history"]


def test_statements_of_the_history_may_end_in_comments(databases: Databases, look: Look) -> None:
    live = databases.fresh()
    lines = migration(2, f"{LINES.file.text} -- why\n;\n-- and how\nCREATE VIEW v AS SELECT 1 AS one; -- at last")
    deploy(live, [ORDERS, lines])
    assert not look(live, [ORDERS]).is_there


def test_where_the_history_has_no_statements_what_they_made_is_drift(databases: Databases, look: Look) -> None:
    live = databases.fresh()
    deploy(live, ALL, written=False)
    found = look(live, [ORDERS, NOTES])
    assert ("added", "table", "public.lines", ()) in shown(found.comparison.differences)
    assert found.holding.lost == ("20260101000002_step",)
    assert said(found) == [
        "live: 20260101000002_step has no file, and the history lacks its statements: what it made counts as drift"
    ]


def test_a_migration_that_was_edited_is_told(databases: Databases, look: Look) -> None:
    live = databases.fresh()
    deploy(live, ALL)
    edited = migration(3, "ALTER TABLE orders ADD COLUMN note varchar")
    found = look(live, [ORDERS, LINES, edited])
    assert shown(found.comparison.differences) == {("changed", "column", "public.orders/note", ("type",))}
    assert said(found) == ["live: 20260101000003_step.sql was edited after it was applied"]


def test_without_a_history_all_files_count(databases: Databases, look: Look) -> None:
    live = databases.fresh("".join(f"{one.file.text};" for one in ALL))
    found = look(live, ALL)
    assert not found.is_there
    assert said(found) == ["live keeps no history of migrations: it is compared with all files"]


@pytest.mark.parametrize("is_begun", [False, True])
def test_where_nothing_was_applied_and_nothing_is_there(databases: Databases, look: Look, is_begun: bool) -> None:
    live = databases.fresh()
    if is_begun:
        deploy(live, [])
    found = look(live, ALL)
    assert not found.is_there
    assert len(found.holding.pending) == len(ALL)
    (message,) = said(found)
    assert message.endswith(" are pending")


def test_a_migration_that_was_left_half_way_is_told(databases: Databases, look: Look) -> None:
    live = databases.fresh()
    deploy(live, [ORDERS, LINES])
    with connect(live, autocommit=True) as connection:
        run = begin_run(connection, NOTES, Did.APPLY, "ann", steps=["a", "b"])
        assert look(live, ALL).holding.unfinished == ()  # nothing of it is there yet
        step_is_done(connection, run, 1)
        end_run(connection, run, error="no")
    found = look(live, ALL)
    assert found.holding.unfinished == ("20260101000003_step",)
    assert "live: 20260101000003_step is applied or taken back in part: what that changed counts as drift" in said(
        found
    )


def test_the_first_one_that_is_half_applied_is_not_taken_for_all(databases: Databases, look: Look) -> None:
    live = databases.fresh("CREATE TABLE a ()")
    half = migration(1, "CREATE TABLE a ();\nVACUUM;\nDROP TABLE nowhere;")
    deploy(live, [])
    with connect(live, autocommit=True) as connection:
        run = begin_run(connection, half, Did.APPLY, "ann", steps=["a", "b", "c"])
        step_is_done(connection, run, 2)
    found = look(live, [half, LINES])
    assert found.holding.unfinished == ("20260101000001_step",)
    assert shown(found.comparison.differences) == {("added", "table", "public.a", ())}


def test_after_a_squash_it_points_to_the_repair(databases: Databases, look: Look) -> None:
    live = databases.fresh()
    first, second = migration(1, "CREATE TYPE state AS ENUM ('new');"), migration(2, "CREATE TABLE a (s state);")
    deploy(live, [first, second])
    squashed = migration(2, "CREATE TYPE state AS ENUM ('new');\nCREATE TABLE a (s state);")
    with pytest.raises(ReplayError) as failed:
        look(live, [squashed])
    assert str(failed.value).startswith(
        "the history of live and the files do not agree (edited: 20260101000002_step.sql;"
        " without a file: 20260101000001_step), and what it names cannot be applied one after the other: "
    )
    assert str(failed.value).endswith('type "state" already exists: schemabot repair live says what mends it')


def test_a_deployment_meanwhile_is_no_drift(databases: Databases, look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    live = databases.fresh()
    deploy(live, [ORDERS])
    waiting = [NOTES]

    def read_before(migrations: Sequence[Migration], source: LiveSource) -> Holding:
        found = holding(migrations, source)
        deploy(live, [waiting.pop()] if waiting else [])
        return found

    monkeypatch.setattr("sync.drift.finding.holding", read_before)
    found = look(live, [ORDERS, NOTES])
    assert not found.is_there
    assert said(found) == []


def test_on_a_platform(databases_15: Databases, look: Look) -> None:
    live = databases_15.fresh(f"{supabase.SQL} DROP SCHEMA supabase_migrations CASCADE")
    steps = [
        migration(1, "CREATE TABLE profiles (id uuid PRIMARY KEY REFERENCES auth.users)"),
        migration(2, "CREATE POLICY own ON profiles USING (auth.uid() = id)"),
    ]
    deploy(live, steps)
    assert not look(live, steps, Profile.SUPABASE).is_there
    execute(live, "DROP POLICY own ON profiles; CREATE POLICY own ON profiles USING (true)")
    assert shown(look(live, steps, Profile.SUPABASE).comparison.differences) == {
        ("changed", "policy", "public.profiles/own", ("using",))
    }


def test_a_version_of_an_extension_that_no_file_names_is_no_drift(databases: Databases, look: Look) -> None:
    live = databases.fresh()
    plain = migration(1, 'CREATE EXTENSION "pg_trgm" WITH SCHEMA public')
    update = migration(2, "ALTER EXTENSION pg_trgm UPDATE")
    deploy(live, [plain])
    execute(live, "DROP EXTENSION pg_trgm; CREATE EXTENSION pg_trgm VERSION '1.5'")
    assert not look(live, [plain, update]).is_there
    named = migration(3, "ALTER EXTENSION pg_trgm UPDATE TO '1.6'")
    deploy(live, [update, named])
    execute(live, "DROP EXTENSION pg_trgm; CREATE EXTENSION pg_trgm VERSION '1.5'")
    assert shown(look(live, [plain, update, named]).comparison.differences) == {
        ("changed", "extension", "pg_trgm", ("version",))
    }


def test_the_real_migrations_of_procrastinate(each_databases: Databases, look: Look) -> None:
    live = each_databases.fresh()
    steps = [migration(number, path.read_text()) for number, path in enumerate(procrastinate())]
    deploy(live, steps)
    found = look(live, steps)
    assert len(steps) > 35
    assert shown(found.comparison.differences) == set()
    assert said(found) == []


def test_a_history_that_may_not_be_read(databases: Databases, look: Look) -> None:
    live = databases.fresh(
        "DO $$ BEGIN CREATE ROLE drift_guest LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$"
    )
    deploy(live, ALL)
    guest = Database.parse(live.url.replace("postgres@", "drift_guest@", 1))
    with pytest.raises(ReadError, match="the history of migrations in live cannot be read: permission denied"):
        look(guest, ALL)


def test_secrets_are_compared_and_kept_nowhere(databases: Databases, look: Look) -> None:
    live = databases.fresh()
    made = migration(
        1,
        """CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w;
        CREATE USER MAPPING FOR postgres SERVER s OPTIONS (user 'ann', password 'hush-hush')""",
    )
    deploy(live, [made])
    assert not look(live, [made]).is_there
    execute(live, "ALTER USER MAPPING FOR postgres SERVER s OPTIONS (SET password 'other')")
    for _ in range(2):
        found = look(live, [made])
        assert shown(found.comparison.differences) == {("changed", "user mapping", "s/postgres", ("options",))}
    assert not [path for path in data_folder().rglob("*") if path.is_file() and b"hush-hush" in path.read_bytes()]


def test_what_is_not_to_be_compared_is_no_drift(databases: Databases, scratch: Scratch) -> None:
    live = databases.fresh()
    deploy(live, [ORDERS])
    execute(live, "CREATE TABLE copied (id integer); CREATE TABLE byhand (id integer)")
    source = LiveSource("live", live, None, Patterns.of((), ("public.copied",)))
    for _ in range(2):
        found = drift(source, [ORDERS], scratch)
        assert {one.identity.name for one in found.comparison.differences} == {"byhand", "id"}


@pytest.mark.parametrize("profile", list(Profile))
def test_drift_can_be_taken_over_or_taken_back(databases: Databases, scratch: Scratch, profile: Profile) -> None:
    """As a plan from the files to what is live, for a new migration; and the other way round."""
    made = supabase.SQL if profile is Profile.SUPABASE else ""
    live = databases.fresh(
        f"{made} {ORDERS.file.text}; ALTER TABLE orders ADD COLUMN note text; CREATE TABLE byhand ()"
    )
    files = FileSource(MIGRATIONS, (ORDERS.file, LINES.file), are_migrations=True)
    there = plan(files, LiveSource("live", live, profile), scratch)
    assert there.proven
    assert not [one for one in there.statements if "auth." in one]
    back = plan(LiveSource("live", live, profile), files, scratch)
    assert back.proven
    for one in back.statements:
        execute(live, one)
    assert not drift(LiveSource("live", live, profile), [ORDERS, LINES], scratch).is_there
