"""A role that may connect and nothing else reads what a superuser reads, and says what it may not."""

from pathlib import Path

import pytest

from sync.catalog import Profile, Scope
from sync.catalog.across import comparable
from sync.compare import compare
from sync.postgres.database import Database
from sync.postgres.embedded import EmbeddedServer
from tests.support import musicbrainz, supabase
from tests.support.catalogs import read, shown
from tests.support.readers import reader
from tests.support.servers import Databases, execute

ADDITIONS = Path(__file__).parents[1] / "schemas" / "single_changes.sql"
# What is closed to all but superusers and owners, beside what is open to all.
CLOSED = """
REVOKE ALL ON SCHEMA public FROM PUBLIC; CREATE SCHEMA hidden; CREATE TABLE hidden.t (id integer PRIMARY KEY, x text);
REVOKE ALL ON hidden.t FROM PUBLIC; ALTER TABLE hidden.t ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY p ON hidden.t USING (x = 'a'); CREATE VIEW hidden.v AS SELECT * FROM hidden.t;
CREATE FUNCTION hidden.f(a integer DEFAULT 1) RETURNS integer LANGUAGE sql AS 'SELECT 1';
REVOKE ALL ON FUNCTION hidden.f(integer) FROM PUBLIC; CREATE SEQUENCE hidden.s; CREATE TYPE hidden.e AS ENUM ('a');
REVOKE USAGE ON TYPE hidden.e FROM PUBLIC; COMMENT ON TABLE hidden.t IS 'hidden';
ALTER DEFAULT PRIVILEGES IN SCHEMA hidden GRANT SELECT ON TABLES TO PUBLIC;
CREATE FOREIGN DATA WRAPPER limited_w; CREATE SERVER limited_s FOREIGN DATA WRAPPER limited_w OPTIONS (host 'a');
CREATE FOREIGN TABLE hidden.ft (id integer) SERVER limited_s;
CREATE PUBLICATION limited_p FOR TABLE hidden.t; CREATE MATERIALIZED VIEW hidden.m AS SELECT 1 AS x WITH NO DATA;
CREATE STATISTICS hidden.st ON id, x FROM hidden.t; CREATE RULE r AS ON DELETE TO hidden.t DO ALSO NOTHING;
"""


def build(database: Database, server: EmbeddedServer) -> None:
    musicbrainz.load(database, server)
    execute(database, ADDITIONS.read_text())


def test_musicbrainz_is_read_in_full(databases: Databases) -> None:
    database = databases.fresh(template=databases.template("musicbrainz", build))
    execute(database, CLOSED)
    for scope in (Scope(), Scope(roles=True), Scope(Profile.SUPABASE)):
        with reader(database, "limited_reader") as limited:
            found, all_of_it = read(limited, scope), read(database, scope)
        assert shown(compare(*comparable(found, all_of_it))) == set()
        assert found.objects.keys() == all_of_it.objects.keys()
        assert len(found.objects) > 9000


def test_what_is_closed_is_read_in_full(each_databases: Databases) -> None:
    database = each_databases.fresh(CLOSED)
    with reader(database, "limited_reader") as limited:
        found, all_of_it = read(limited), read(database)
    assert found.objects == all_of_it.objects
    assert found.diagnostics == all_of_it.diagnostics


def test_secrets_that_only_a_superuser_may_read_are_named_and_no_difference(each_databases: Databases) -> None:
    database = each_databases.fresh(
        f"""{CLOSED} CREATE USER MAPPING FOR postgres SERVER limited_s OPTIONS (password 'hunter2');
        CREATE SUBSCRIPTION limited_sub CONNECTION 'dbname=x password=hunter2' PUBLICATION p
            WITH (connect = false, slot_name = NONE)"""
    )
    try:
        with reader(database, "limited_reader") as limited:
            found, all_of_it = read(limited), read(database)
    finally:
        execute(database, "DROP SUBSCRIPTION limited_sub")
    assert shown(compare(*comparable(found, all_of_it))) == set()
    said = [one.message for one in found.diagnostics if one.code == "not-readable"]
    assert any("user mapping" in message and "limited_s" in message for message in said)
    assert any("subscription" in message and "limited_sub" in message for message in said)
    assert all("hunter2" not in str(one) for one in (*found.objects.values(), *found.diagnostics))


@pytest.mark.parametrize(
    ("grants", "versions"),
    [
        ("", {"auth": "unknown", "storage": "unknown", "realtime": "unknown", "extensions": ""}),
        (
            """GRANT USAGE ON SCHEMA auth, storage TO limited_reader;
            GRANT SELECT ON auth.schema_migrations TO limited_reader;
            GRANT SELECT (id) ON storage.migrations TO limited_reader;
            GRANT SELECT ON realtime.schema_migrations TO PUBLIC""",
            {"auth": "20240427152123", "storage": "25", "realtime": "unknown", "extensions": ""},
        ),
    ],
)
def test_versions_of_services_that_may_not_be_read_are_unknown(
    each_databases: Databases, grants: str, versions: dict[str, str]
) -> None:
    database = each_databases.fresh(supabase.SQL)
    with reader(database, "limited_reader", grants) as limited:
        found, all_of_it = read(limited, Scope(Profile.SUPABASE)), read(database, Scope(Profile.SUPABASE))
    assert found.surroundings.services.items() >= versions.items()
    against_all = comparable(found, all_of_it)
    assert compare(*against_all) == ()
    noted = {one.message.split(":")[0] for one in against_all[0].diagnostics if one.code == "platform-version"}
    assert noted >= {schema for schema, version in versions.items() if version == "unknown"}
    assert "extensions" not in noted


def test_row_level_security_on_a_table_of_versions(databases: Databases) -> None:
    database = databases.fresh(f"{supabase.SQL} ALTER TABLE auth.schema_migrations ENABLE ROW LEVEL SECURITY")
    grants = """GRANT USAGE ON SCHEMA auth TO limited_reader; GRANT SELECT ON auth.schema_migrations TO limited_reader;
        ALTER ROLE limited_reader SET row_security = off"""
    with reader(database, "limited_reader", grants) as limited:
        assert read(limited, Scope(Profile.SUPABASE)).surroundings.services["auth"] == "unknown"
