"""Test: pending files are tried on a copy of the live schema, and what they do there is measured."""

import time
from dataclasses import replace
from datetime import timedelta
from threading import Event, Thread

import pytest

from sync.catalog import Scope, read_catalog
from sync.deploy import deploy, pipeline
from sync.deploy.pipeline import Target, records
from sync.errors import ConnectError
from sync.postgres.database import Database
from sync.postgres.limits import Cancellation
from sync.shadow.scratch import Scratch
from tests.deploy.pipeline.support import NOTE, ORDERS, Stage
from tests.deploy.support import history_of
from tests.support import supabase
from tests.support.servers import Databases, execute, rows


def applied(place: Target) -> None:
    """Deploy what there is."""
    deploy(place.live.database, place.migrations, place.settings, label=place.name)


@pytest.fixture
def alone(stage: Stage) -> Stage:
    """Production, which has orders already."""
    stage.write(ORDERS)
    applied(stage.target(is_alone=True))
    return stage


def test_what_each_statement_does(alone: Stage, scratch: Scratch) -> None:
    alone.write(
        ORDERS,
        "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE;\n"
        "ALTER TABLE orders ADD note text;\n"
        "CREATE TABLE lines (id integer REFERENCES orders);\n"
        "DO $$ BEGIN RAISE NOTICE 'half of it'; END $$;\n"
        "ALTER TABLE lines ADD sum integer;\n",
        "CREATE INDEX CONCURRENTLY orders_note ON orders (note);\nALTER TABLE lines DROP sum;\n",
    )
    found = pipeline.test(alone.target(is_alone=True), scratch)
    assert (found.problem, found.unsure, found.first) == (None, "", ())
    assert [(one.file[-6:], one.line) for one in found.statements] == [
        *(("m2.sql", line) for line in range(1, 6)),
        *(("m3.sql", line) for line in (1, 2)),
    ]
    assert all(one.seconds > 0 for one in found.statements)
    _, added, made, noticed, own, concurrently, dropped = found.statements
    assert added.locks == (records.Lock("public.orders", "AccessExclusiveLock"),)
    assert made.locks == ()  # the stronger one is held already
    assert noticed.notices == ("NOTICE: half of it",)
    assert own.locks == ()  # nobody else knows of it
    assert concurrently.locks == ()
    assert dropped.locks == (records.Lock("public.lines", "AccessExclusiveLock"),)
    assert [(one.kind, one.added, one.removed, one.changed) for one in found.changes] == [
        ("table", 1, 0, 0),
        ("column", 2, 0, 0),
        ("constraint", 1, 0, 0),
        ("index", 1, 0, 0),
    ]
    assert found.sql.startswith("-- 20260101000002_m2.sql\nSET TRANSACTION")
    assert "\n-- 20260101000003_m3.sql\nCREATE INDEX" in found.sql
    assert rows(alone.production, "SELECT count(*) FROM orders") == [(2,)]
    assert history_of(alone.production) == ["20260101000001"]


def test_dangers_are_told_with_sizes_the_worst_first(alone: Stage, scratch: Scratch) -> None:
    execute(alone.production, "INSERT INTO orders SELECT generate_series(3, 10000); ANALYZE orders")
    alone.write(ORDERS, "ALTER TABLE orders ALTER id TYPE bigint;\nDROP TABLE orders;\n")
    found = pipeline.test(alone.target(is_alone=True), scratch).dangers
    assert (found[0].hazard, found[0].line) == ("data-loss", 2)
    assert [one.weight for one in found] == sorted((one.weight for one in found), reverse=True)
    (rewrite,) = (one.said for one in found if one.hazard == "table-rewrite")
    assert "public.orders" in rewrite
    assert "10,000 rows" in rewrite
    assert "reads and writes wait" in rewrite


def test_a_file_that_fails_is_a_problem_with_its_line(alone: Stage, scratch: Scratch) -> None:
    alone.write(ORDERS, "ALTER TABLE orders ADD note text;\n\nALTER TABLE orderz ADD note text;")
    found = pipeline.test(alone.target(is_alone=True), scratch)
    assert found.problem == records.Problem(
        '20260101000002_m2.sql, line 3: relation "orderz" does not exist, on a copy of production:'
        " nothing was applied there",
        "mend the file",
        "production",
    )
    assert [one.line for one in found.statements] == [1]
    alone.write(ORDERS, "CREATE TABLE orders ();")
    problem = pipeline.test(alone.target(is_alone=True), scratch).problem
    assert problem is not None
    assert "schemabot repair production --applied 20260101000002" in problem.remedy


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("DO $$ BEGIN IF NOT EXISTS (SELECT FROM orders) THEN RAISE 'no orders'; END IF; END $$;", "has no rows"),
        ("INSERT INTO lines SELECT max(id) FROM orders;", "has no rows"),
        ("SET ROLE pipeline_clerk; CREATE TABLE clerks ();", "no memberships"),
        ("SELECT pg_terminate_backend(pg_backend_pid());", "the connection to the copy was lost"),
    ],
)
def test_what_only_the_copy_lacks_is_no_problem(alone: Stage, scratch: Scratch, text: str, why: str) -> None:
    execute(alone.production, "CREATE TABLE lines (id integer NOT NULL)")
    alone.write(ORDERS, text)
    found = pipeline.test(alone.target(is_alone=True), scratch)
    assert found.problem is None
    assert why in found.unsure
    assert found.unsure.startswith("20260101000002_m2.sql")


def test_roles_and_other_servers_stay_as_they_are(alone: Stage, scratch: Scratch) -> None:
    alone.write(
        ORDERS,
        "CREATE ROLE pipeline_reader;\nGRANT SELECT ON orders TO pipeline_reader;\n"
        "CREATE SUBSCRIPTION pipeline_s CONNECTION 'host=nowhere.invalid' PUBLICATION p;\n",
    )
    before = rows(alone.production, "SELECT rolname FROM pg_roles WHERE NOT rolcanlogin ORDER BY 1")
    found = pipeline.test(alone.target(is_alone=True), scratch)
    assert (found.problem, found.unsure) == (None, "")
    told = {one.line: one.notices for one in found.statements}
    assert told == {
        1: ("not run on the copy: it is about roles",),
        2: (),
        3: ("not run on the copy: it is about another server",),
    }
    assert [(one.kind, one.added) for one in found.changes] == [("privilege", 1)]
    roles = rows(alone.production, "SELECT rolname FROM pg_roles WHERE NOT rolcanlogin ORDER BY 1")
    assert set(roles) - set(before) == {("pipeline_reader",)}  # the scratch server of tests is theirs, too
    execute(alone.production, "DROP ROLE pipeline_reader")


def test_a_secret_in_a_file_is_in_no_record(alone: Stage, scratch: Scratch) -> None:
    alone.write(
        ORDERS,
        "CREATE FOREIGN DATA WRAPPER far;\nCREATE SERVER s FOREIGN DATA WRAPPER far;\n"
        "CREATE USER MAPPING FOR CURRENT_USER SERVER s OPTIONS (user 'anna', password 'hunter2!x');\n",
    )
    found = pipeline.test(alone.target(is_alone=True), scratch)
    assert (found.problem, found.unsure) == (None, "")
    assert "password '[secret " in found.sql
    assert "hunter2!x" not in str(records.to_json(found))


def test_the_environment_before_gets_first_what_it_lacks(stage: Stage, scratch: Scratch) -> None:
    stage.write(ORDERS, NOTE)
    target = stage.target(deployment="d1")
    found = pipeline.test(target, scratch)
    assert found.first == ("20260101000001_m1.sql", "20260101000002_m2.sql")
    assert rows(stage.staging, "SELECT DISTINCT deployment, run_by FROM schemabot.migration_runs") == [
        ("d1", "anna@test")
    ]
    again = pipeline.test(target, scratch)  # as after a crash
    assert again.first == found.first
    assert len(rows(stage.staging, "SELECT FROM schemabot.migration_runs")) == 2
    stage.write(ORDERS, NOTE, "DROP TABLE nowhere;")
    failed = pipeline.test(stage.target(), scratch)
    assert failed.problem is not None
    assert failed.problem.place == "staging"
    assert failed.problem.message == (
        '20260101000003_m3.sql, line 1: table "nowhere" does not exist, on a copy of staging: nothing was applied there'
    )
    assert rows(stage.production, "SELECT to_regnamespace('schemabot')") == [(None,)]


def test_what_was_left_half_way_goes_on_from_there(alone: Stage, scratch: Scratch) -> None:
    execute(alone.production, "INSERT INTO orders VALUES (-1)")
    indexed = "CREATE TABLE a ();\nCREATE INDEX CONCURRENTLY orders_id ON orders (id);\n"
    half = f"{indexed}ALTER TABLE orders ADD CHECK (id > 0);\n"
    alone.write(ORDERS, half)
    target = alone.target(is_alone=True)
    assert pipeline.test(target, scratch).problem is None
    failed = pipeline.apply(target, None)
    assert failed.problem is not None
    assert failed.problem.remedy.startswith("what stands before is applied, to line 2")
    assert not pipeline.compare(target, scratch).drift
    found = pipeline.test(target, scratch)
    assert [one.line for one in found.statements] == [3]
    execute(alone.production, "DELETE FROM orders WHERE id < 0")
    assert pipeline.apply(target, None).problem is None
    assert pipeline.verify(target, scratch).is_equal


def test_it_runs_as_who_deploys_on_the_platform(databases: Databases, stage: Stage, scratch: Scratch) -> None:
    live = databases.fresh(supabase.SQL)
    there = Stage(stage.folder, stage.staging, live)
    there.write(
        "CREATE TABLE notes (id bigint PRIMARY KEY, owner uuid REFERENCES auth.users);\n"
        "ALTER TABLE notes ENABLE ROW LEVEL SECURITY;\n"
        "CREATE POLICY own ON notes TO authenticated USING (owner = auth.uid());\n"
        "CREATE EXTENSION citext SCHEMA extensions;\n"
    )
    target = there.target(is_alone=True, profile="supabase")
    found = pipeline.test(target, scratch)
    assert (found.problem, found.unsure) == (None, "")
    assert ("policy", 1) in [(one.kind, one.added) for one in found.changes]
    assert records.Lock("auth.users", "ShareRowExclusiveLock") in found.statements[0].locks
    assert not pipeline.compare(target, scratch).drift
    assert pipeline.apply(target, pipeline.propose(target, found)).problem is None
    assert pipeline.verify(target, scratch).is_equal


def test_who_deploys_need_not_be_a_superuser(each_databases: Databases, stage: Stage, scratch: Scratch) -> None:
    live = each_databases.fresh(
        "DO $$ BEGIN CREATE ROLE pipeline_ann LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;"
        "CREATE SCHEMA app AUTHORIZATION pipeline_ann;"
    )
    execute(live, f"GRANT CREATE ON DATABASE {live.url.rpartition('/')[2].partition('?')[0]} TO pipeline_ann")
    execute(live, "ALTER ROLE pipeline_ann SET search_path = app")
    own = Database(live.url.replace("postgres@", "pipeline_ann@"), "ann")
    there = Stage(stage.folder, stage.staging, own)
    there.write("CREATE SCHEMA IF NOT EXISTS app;\nCREATE TABLE orders (id bigint);\n")
    target = there.target(is_alone=True)
    found = pipeline.test(target, scratch)
    assert (found.problem, found.unsure) == (None, "")
    assert [(one.kind, one.added) for one in found.changes] == [("table", 1), ("column", 1)]
    accepted = pipeline.compare(target, scratch).drift  # the schema, which stood there before
    assert pipeline.apply(target, pipeline.propose(target, found)).problem is None
    assert rows(live, "SELECT tableowner FROM pg_tables WHERE schemaname = 'app'") == [("pipeline_ann",)]
    assert pipeline.verify(target, scratch, accepted).is_equal
    execute(live, "ALTER TABLE app.orders OWNER TO postgres")
    assert not pipeline.verify(target, scratch, accepted).is_equal


def test_an_extension_that_the_copy_cannot_have(databases_15: Databases, stage: Stage, scratch: Scratch) -> None:
    there = Stage(stage.folder, stage.staging, databases_15.fresh())
    there.write("CREATE EXTENSION adminpack;\nCREATE TABLE a ();\n")  # PostgreSQL 17 has it no more
    found = pipeline.test(there.target(is_alone=True), scratch)
    assert found.problem is None
    assert "the server of the copy lacks the extension" in found.unsure
    there.write("CREATE EXTENSION nowhere;\n")
    assert pipeline.test(there.target(is_alone=True), scratch).problem is not None


def test_what_only_another_major_version_has(databases_15: Databases, stage: Stage, scratch: Scratch) -> None:
    there = Stage(stage.folder, stage.staging, databases_15.fresh())
    there.write("SET force_parallel_mode = off;\nCREATE TABLE a ();\n")  # PostgreSQL 16 calls it otherwise
    found = pipeline.test(there.target(is_alone=True), scratch)
    assert found.problem is None
    assert "the copy is on another major version" in found.unsure
    assert pipeline.apply(there.target(is_alone=True), None).problem is None


def test_stand_ins_have_nothing_behind_them(databases_15: Databases, stage: Stage, scratch: Scratch) -> None:
    there = Stage(stage.folder, databases_15.fresh(), databases_15.fresh("CREATE EXTENSION adminpack"))
    there.write("CREATE TABLE a (id integer);\n")
    found = pipeline.test(there.target(is_alone=True), scratch)
    assert (found.problem, found.unsure) == (None, "")
    execute(there.production, "DROP EXTENSION adminpack")
    # What the environment before has can be made on the copy.
    there.write("CREATE EXTENSION adminpack;\nCREATE TABLE a (id integer);\n")
    found = pipeline.test(there.target(), scratch)
    assert (found.problem, found.unsure) == (None, "")


def test_a_copy_is_what_the_database_is(alone: Stage, scratch: Scratch) -> None:
    execute(
        alone.production,
        "CREATE FUNCTION refuse() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN"
        " IF tg_tag = 'CREATE SCHEMA' THEN RAISE 'no schemas here'; END IF; END $$;"
        "CREATE EVENT TRIGGER refuse ON ddl_command_start EXECUTE FUNCTION refuse()",
    )
    before = read_catalog(alone.production, Scope()).objects
    alone.write(ORDERS, NOTE)
    assert pipeline.test(alone.target(is_alone=True), scratch).problem is None
    alone.write(ORDERS, "CREATE SCHEMA more;")
    problem = pipeline.test(alone.target(is_alone=True), scratch)
    assert "no schemas here" in (problem.problem.message if problem.problem else problem.unsure)
    assert read_catalog(alone.production, Scope()).objects == before


@pytest.mark.parametrize("before", ["", "SET statement_timeout = 0;\n"])
def test_what_never_ends_is_ended(alone: Stage, scratch: Scratch, before: str) -> None:
    alone.write(ORDERS, f"{before}DO $$ BEGIN LOOP END LOOP; END $$;")
    target = alone.target(is_alone=True)
    target = replace(target, settings=replace(target.settings, statement_timeout=timedelta(seconds=1)))
    found = pipeline.test(target, scratch)
    assert found.problem is not None
    assert found.unsure == ""
    assert found.problem.message.startswith(f"20260101000002_m2.sql, line {2 if before else 1}: ")
    if before:
        assert "it takes longer than 1 second on a copy of production, which has no rows" in found.problem.message
        assert found.problem.remedy == "mend what may never end"


@pytest.mark.parametrize("phase", ["test", "compare"])
def test_what_is_at_work_can_be_cancelled(alone: Stage, scratch: Scratch, phase: str) -> None:
    endless = "SET statement_timeout = 0;\nDO $$ BEGIN LOOP END LOOP; END $$;"
    alone.write(ORDERS, endless)
    if phase == "compare":
        execute(alone.production, "INSERT INTO supabase_migrations.schema_migrations VALUES ('20260101000002')")
    target, stop, is_over = alone.target(is_alone=True), Cancellation(), Event()

    def cancel() -> None:
        time.sleep(3)
        while not is_over.wait(0.5):
            stop.cancel()

    canceller = Thread(target=cancel)
    canceller.start()
    started = time.monotonic()
    try:
        with pytest.raises(ConnectError, match="not asked to the end"):
            (pipeline.test if phase == "test" else pipeline.compare)(target, scratch, cancellation=stop)
    finally:
        is_over.set()
        canceller.join()
    assert time.monotonic() - started < 20
    assert history_of(alone.production)[0] == "20260101000001"


def test_what_reads_otherwise_than_it_runs_is_the_first_danger(alone: Stage, scratch: Scratch) -> None:
    execute(alone.production, "CREATE TABLE old (id integer)")
    alone.write(
        ORDERS,
        "DROP TABLE old;\n\nCREATE TABLE a\u200bb (id integer); -- \u202e ;gnihton\n"
        "COMMENT ON TABLE a\u200bb IS 'two\u2066';\n",
    )
    found = pipeline.test(alone.target(is_alone=True), scratch)
    assert (found.problem, found.unsure) == (None, "")
    first, second, *_ = found.dangers
    assert (first.hazard, first.file, first.line) == ("misleading-text", "20260101000002_m2.sql", 3)
    assert first.said == (
        "lines 3, 4 of 20260101000002_m2.sql have characters that reverse the reading direction or that nobody sees:"
        " U+200B, U+202E, U+2066; what you read may not be what runs"
    )
    assert second.hazard == "data-loss"
    assert "CREATE TABLE a<U+200B>b (id integer); -- <U+202E> ;gnihton" in found.sql
    shown = str(records.to_json(found))
    assert not {"\u200b", "\u202e", "\u2066"} & set(shown)
    assert "\\u20" not in shown
