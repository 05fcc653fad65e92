"""`schemabot diff A B` for everything that A and B may be."""

import json

import pytest

from sync.postgres.database import Database
from tests.cli.command import AFTER, BEFORE, Command, Write
from tests.support.servers import Databases, clients

FOUND = {
    ("changed", "column", "public.orders/note"),
    ("added", "table", "public.lines"),
    ("added", "column", "public.lines/id"),
}
CONFIGURATION = """
[project]
name = "shop"
[environments.staging]
database = "env:STAGING"
[environments.production]
database = "env:PRODUCTION"
"""
# No view of columns: PostgreSQL 15 deparses those in other words than 18.
SHOP = """
CREATE SCHEMA shop;
CREATE TYPE shop.state AS ENUM ('new', 'paid');
CREATE TABLE shop.orders (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, state shop.state NOT NULL DEFAULT 'new');
CREATE FUNCTION shop.paid(integer) RETURNS boolean LANGUAGE sql STABLE
  BEGIN ATOMIC SELECT state = 'paid' FROM shop.orders WHERE id = $1; END;
CREATE FUNCTION shop.stamp() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN new; -- 100 % ; "done"
END $$;
CREATE TRIGGER stamp BEFORE UPDATE ON shop.orders FOR EACH ROW EXECUTE FUNCTION shop.stamp();
ALTER TABLE shop.orders ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON shop.orders FOR SELECT USING (shop.paid(id));
CREATE VIEW shop.answers AS SELECT 42 AS answer;
CREATE MATERIALIZED VIEW shop.totals AS SELECT count(*) FROM shop.orders;
CREATE INDEX by_state ON shop.orders (state);
"""


def found(text: str) -> set[tuple[str, str, str]]:
    return {(one["change"], one["kind"], one["identity"]) for one in json.loads(text)["differences"]}


def dump(database: Database, databases: Databases) -> str:
    """What `pg_dump -s` writes: the server's own, where it has one."""
    server = databases.server
    return clients(server).run("pg_dump", "--schema-only", database.url, cwd=server.cluster)


def test_two_urls(schemabot: Command, databases: Databases) -> None:
    a, b = databases.fresh(BEFORE), databases.fresh(AFTER)
    answer = schemabot("diff", a.url, b.url, "--format", "json")
    assert (answer.status, answer.err) == (0, "")
    assert found(answer.out) == FOUND
    assert json.loads(answer.out)["a"] == Database.parse(a.url).label


def test_two_environments(schemabot: Command, databases: Databases, write: Write) -> None:
    write("schemabot.toml", CONFIGURATION)
    variables = {"STAGING": databases.fresh(BEFORE).url, "PRODUCTION": databases.fresh(AFTER).url}
    answer = schemabot("diff", "staging", "production", **variables)
    assert answer.status == 0
    assert answer.out.startswith("staging → production: 2 differences (1 added, 1 changed)\n")


def test_a_folder_and_a_file_of_it_and_the_server_stops(schemabot: Command, write: Write) -> None:
    write("migrations/20260101000000_first.sql", BEFORE)
    write("migrations/20260102000000_second.sql", "\ufeffALTER TABLE orders ALTER note SET NOT NULL;")
    write("migrations/20260103000000_third.sql", "CREATE TABLE lines (id integer);")
    write("migrations/20260103000000_third.down.sql", "DROP TABLE lines;")
    write("before.sql", BEFORE)
    answer = schemabot("diff", "before.sql", "migrations", "--format", "json")
    assert found(answer.out) == FOUND


@pytest.mark.parametrize("folder", ["migrations", "./migrations", "migrations/"])
def test_a_folder_needs_no_configuration_file(schemabot: Command, write: Write, folder: str) -> None:
    write("migrations/20260101000000_first.sql", BEFORE)
    answer = schemabot("diff", folder, folder)
    assert (answer.status, answer.err) == (0, "")
    assert answer.out.endswith(": no difference\n")


def test_an_environment_comes_before_a_folder_of_its_name(
    schemabot: Command, databases: Databases, write: Write
) -> None:
    write("schemabot.toml", CONFIGURATION)
    write("staging/20260101000000_first.sql", BEFORE)
    answer = schemabot("diff", "staging", "./staging", STAGING=databases.fresh().url)
    assert answer.out.startswith("staging → staging: 1 difference (1 added)\n")


@pytest.mark.since(14)
def test_a_dump_is_the_database_that_it_was_made_of(
    schemabot: Command, each_databases: Databases, write: Write
) -> None:
    database = each_databases.fresh(SHOP)
    write("dump.sql", dump(database, each_databases))
    answer = schemabot("diff", "dump.sql", database.url)
    assert answer.err == ""
    assert answer.out.splitlines()[0].endswith(": no difference")


@pytest.mark.parametrize("majors", ["databases", "databases_15"])
def test_what_a_file_makes_belongs_to_who_deploys(
    schemabot: Command, request: pytest.FixtureRequest, write: Write, majors: str
) -> None:
    databases: Databases = request.getfixturevalue(majors)
    made = "CREATE SCHEMA shop; CREATE TABLE shop.orders (id serial); CREATE FUNCTION shop.f() RETURNS int RETURN 1;"
    live = databases.fresh(
        f"""DO $$ BEGIN CREATE ROLE file_deployer LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
        DO $$ BEGIN EXECUTE format('GRANT CREATE ON DATABASE %I TO file_deployer', current_database()); END $$;
        GRANT USAGE, CREATE ON SCHEMA public TO file_deployer;
        SET ROLE file_deployer; CREATE EXTENSION pg_trgm; {made}"""
    )
    url = live.url.replace("postgres@", "file_deployer@", 1)
    write("schema.sql", f"{made} CREATE EXTENSION pg_trgm;")
    assert schemabot("diff", url, "schema.sql", "--exit-code").status == 0
    write("schema.sql", f"{made} CREATE EXTENSION pg_trgm; ALTER TABLE shop.orders OWNER TO postgres;")
    found = json.loads(schemabot("diff", url, "schema.sql", "--only", "owner", "--format", "json").out)["differences"]
    assert {tuple(one["attributes"]["owner"]) for one in found} == {("file_deployer", "postgres")}
