"""A replay makes of files what a deployment makes of them, whatever one leaves to its session."""

from pathlib import Path

import pytest

from sync.catalog import Scope, read_catalog
from sync.model import Identity, SchemaObject
from sync.postgres.database import Database
from sync.shadow.replay import replay
from tests.deploy.support import deployed, migrations
from tests.support.servers import Databases, rows

AFTER = "CREATE TABLE t (id integer, n interval DEFAULT '-1 2:00'); CREATE VIEW v AS SELECT * FROM t;"
PARTITIONED = """CREATE TABLE p (id integer PRIMARY KEY) PARTITION BY RANGE (id);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (1) TO (9);"""


def made(database: Database) -> dict[Identity, SchemaObject]:
    """All that there is, beside the histories that a deployment keeps."""
    found = read_catalog(database, Scope()).objects
    ours = ("schemabot", "supabase_migrations")
    return {of: one for of, one in found.items() if of.schema not in ours and of.name not in ours}


@pytest.mark.parametrize(
    "files",
    [
        ("CREATE SCHEMA a; SET search_path = a;", AFTER),
        ("CREATE SCHEMA a; SET LOCAL search_path = a;", AFTER),
        ("CREATE SCHEMA a; SELECT set_config('search_path', 'a', false);", AFTER),
        ("CREATE SCHEMA a; BEGIN; SET search_path = a; COMMIT; CREATE TABLE x ();", AFTER),
        ("CREATE SCHEMA a; SET search_path = a; VACUUM;", AFTER),
        ("SET ROLE pg_monitor;", AFTER),
        ("SET intervalstyle = sql_standard; SET default_with_oids = off; SET timezone = 'Asia/Tokyo';", AFTER),
        ("SET check_function_bodies = off;", "CREATE TABLE x (); " + AFTER),
        ("CREATE TEMPORARY TABLE t (wrong integer);", AFTER),
        # Steps: what is not alone is one transaction
        (PARTITIONED + "REINDEX TABLE p; REINDEX INDEX p_pkey; CREATE TABLE x ();",),
        ("CREATE TABLE t (); VACUUM; LOCK TABLE t; CREATE TABLE x ();",),
        ("CREATE SCHEMA a; SET LOCAL search_path = a; CREATE TABLE x (); ANALYZE; VACUUM; CREATE TABLE y ();",),
        ("CREATE TYPE e AS ENUM ('a'); BEGIN; ALTER TYPE e ADD VALUE 'b'; COMMIT; CREATE TABLE x (e e DEFAULT 'b');",),
        (
            "CREATE SUBSCRIPTION replay_agrees CONNECTION 'dbname=x' PUBLICATION p WITH (connect = false);",
            "ALTER SUBSCRIPTION replay_agrees SET (slot_name = NONE); DROP SUBSCRIPTION replay_agrees;",
        ),
    ],
)
def test_a_replay_makes_what_a_deployment_makes(databases: Databases, tmp_path: Path, files: tuple[str, ...]) -> None:
    written = migrations(tmp_path / "files", *files)
    deployed(live := databases.fresh(), written)
    replay([one.file for one in written], expected := databases.fresh())
    assert made(expected) == made(live)


def test_what_may_refuse_a_transaction_is_deployed(databases: Databases, tmp_path: Path) -> None:
    database = databases.fresh(PARTITIONED)
    text = (
        "CREATE TABLE a AS SELECT txid_current() AS t; CREATE TABLE b AS SELECT txid_current() AS t; REINDEX TABLE p;"
    )
    deployed(database, migrations(tmp_path, text))
    assert rows(database, "SELECT count(*) FROM a JOIN b USING (t)") == [(1,)]
