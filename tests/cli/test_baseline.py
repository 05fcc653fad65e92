"""`baseline` and `squash`: migrations where there are databases already, and one migration for many."""

from pathlib import Path

import pytest

from tests.cli.command import Command, Write
from tests.deploy.support import history_of
from tests.support import supabase
from tests.support.servers import Databases, execute, rows

CONFIGURATION = """
[project]
name = "acme"
[migrations]
path = "migrations"
[environments.staging]
database = "env:STAGING_URL"
[environments.production]
database = "env:PRODUCTION_URL"
"""
SHOP = """
CREATE TYPE mood AS ENUM ('good', 'bad');
CREATE TABLE orders (id integer PRIMARY KEY, mood mood NOT NULL DEFAULT 'good');
CREATE FUNCTION total() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM public.orders';
ALTER TABLE orders ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON orders USING (id > 0);
"""


@pytest.fixture
def configured(write: Write) -> None:
    write("schemabot.toml", CONFIGURATION)


def files(folder: Path) -> list[str]:
    return sorted(one.name.partition("_")[2] for one in (folder / "migrations").iterdir())


@pytest.mark.usefixtures("configured")
def test_a_team_with_databases_begins_to_have_migrations(schemabot: Command, databases: Databases) -> None:
    staging, production, empty = databases.fresh(SHOP), databases.fresh(SHOP), databases.fresh()
    urls = {"STAGING_URL": staging.url, "PRODUCTION_URL": production.url}
    first = schemabot("baseline", "staging", **urls)
    assert first.status == 0, first.err
    assert files(schemabot.folder) == ["baseline.sql"]
    (version,) = history_of(staging)
    assert first.out.endswith(f"staging: {version} is applied\n")
    same = schemabot("baseline", "production", **urls)
    assert (same.status, same.out) == (0, f"production: {version} applied\n")
    again = schemabot("baseline", "production", **urls)
    assert (again.status, again.out) == (0, "production: has all migrations already\n")
    assert history_of(production) == [version]
    deployed = schemabot("deploy", "production", "--yes", **urls | {"PRODUCTION_URL": empty.url})
    assert deployed.status == 0, deployed.err
    compared = schemabot("diff", "staging", empty.url, "--exit-code", **urls)
    assert compared.status == 0, compared.out
    assert schemabot("drift", "--exit-code", **urls).status == 0


@pytest.mark.usefixtures("configured")
def test_an_environment_that_is_not_the_same_is_shown_the_way(schemabot: Command, databases: Databases) -> None:
    other = SHOP + "ALTER TABLE orders ADD extra text; DROP POLICY own ON orders;"
    staging, production = databases.fresh(SHOP), databases.fresh(other)
    urls = {"STAGING_URL": staging.url, "PRODUCTION_URL": production.url}
    schemabot("baseline", "staging", **urls)
    (version,) = history_of(staging)
    shown = schemabot("baseline", "production", **urls)
    assert shown.status == 1
    assert "CREATE POLICY own ON public.orders" in shown.out
    assert shown.out.startswith("-- production has another schema than the migrations make, and nothing was written.")
    assert "-- To keep what it has: schemabot new NAME --from-diff migrations production\n" in shown.out
    assert files(schemabot.folder) == ["baseline.sql"]
    written = schemabot("baseline", "production", "--write", "reconcile", **urls)
    assert written.status == 0, written.err
    assert "_baseline.sql was before; read it, then schemabot deploy production\n" in written.out
    assert "LOSES DATA in production: " in written.out
    assert files(schemabot.folder) == ["baseline.sql", "reconcile.sql"]
    assert history_of(production) == [version]
    assert len(history_of(staging)) == 2
    deployed = schemabot("deploy", "production", "--yes", **urls)
    assert deployed.status == 0, deployed.err
    assert history_of(production) == history_of(staging)
    assert schemabot("diff", "staging", "production", "--exit-code", **urls).status == 0
    assert schemabot("drift", "--exit-code", **urls).status == 0


@pytest.mark.usefixtures("configured")
def test_a_baseline_that_fails_late_leaves_all_as_it_was(schemabot: Command, databases: Databases) -> None:
    staging, production = databases.fresh(SHOP), databases.fresh()
    execute(
        production,
        f"""DROP ROLE IF EXISTS baseline_guest; CREATE ROLE baseline_guest LOGIN;
        GRANT CREATE ON SCHEMA public TO baseline_guest; SET ROLE baseline_guest;
        {SHOP} ALTER TABLE orders ADD extra text; RESET ROLE; REVOKE CREATE ON SCHEMA public FROM baseline_guest""",
    )
    guest = production.url.replace("postgres@", "baseline_guest@", 1)
    urls = {"STAGING_URL": staging.url, "PRODUCTION_URL": guest}
    schemabot("baseline", "staging", **urls)
    before = rows(staging, "SELECT * FROM supabase_migrations.schema_migrations")
    (path,) = (schemabot.folder / "migrations").iterdir()
    text = path.read_text()
    failed = schemabot("baseline", "production", "--write", "reconcile", **urls)
    assert failed.status == 2
    assert "production does not let schemabot keep its history" in failed.complaint
    assert rows(staging, "SELECT * FROM supabase_migrations.schema_migrations") == before
    assert [*(schemabot.folder / "migrations").iterdir()] == [path]
    assert path.read_text() == text
    assert schemabot("validate", "staging", **urls).status == 0


@pytest.mark.usefixtures("configured")
def test_what_is_not_compared_is_not_in_the_first_and_told(
    schemabot: Command, databases: Databases, write: Write
) -> None:
    write("schemabot.toml", CONFIGURATION + '[compare]\nexclude = ["public.noise", "trigger *.x"]\n')
    url = databases.fresh(SHOP + "CREATE TABLE noise ();").url
    made = schemabot("baseline", "staging", STAGING_URL=url, PRODUCTION_URL=url)
    assert made.status == 0, made.err
    assert "without what [compare] leaves out; the head of the file says what\n" in made.out
    (path,) = (schemabot.folder / "migrations").iterdir()
    head, _, rest = path.read_text().partition("\n\n")
    assert '-- What [compare] leaves out is not in it: exclude "public.noise", exclude "trigger *.x"' in head
    assert "noise" not in rest


def test_extensions_of_a_platform_are_made_where_they_are_missing(
    schemabot: Command, databases: Databases, write: Write
) -> None:
    write(
        "schemabot.toml",
        CONFIGURATION.replace("[environments.", "[environments.").replace(
            'database = "env:', 'profile = "supabase"\ndatabase = "env:'
        ),
    )
    users = "CREATE EXTENSION pg_trgm SCHEMA extensions VERSION '1.5'; CREATE EXTENSION moddatetime SCHEMA extensions;"
    staging, production = databases.fresh(supabase.SQL + SHOP + users), databases.fresh(supabase.SQL)
    execute(production, "CREATE EXTENSION pg_trgm SCHEMA extensions")
    urls = {"STAGING_URL": staging.url, "PRODUCTION_URL": production.url}
    made = schemabot("baseline", "staging", **urls)
    assert made.status == 0, made.err
    (path,) = (schemabot.folder / "migrations").iterdir()
    assert "CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA extensions;" in path.read_text()
    assert schemabot("drift", "staging", "--exit-code", **urls).status == 0
    deployed = schemabot("deploy", "production", "--yes", "--accept", "drift", **urls)
    assert deployed.status == 0, deployed.err


@pytest.mark.usefixtures("configured")
def test_many_migrations_become_one(schemabot: Command, databases: Databases, write: Write) -> None:
    database = databases.fresh()
    urls = {"STAGING_URL": database.url, "PRODUCTION_URL": databases.fresh().url}
    write("migrations/20260101000000_shop.sql", SHOP)
    write("migrations/20260102000000_rows.sql", "INSERT INTO orders VALUES (1);")
    write("migrations/20260103000000_note.sql", "ALTER TABLE orders ADD note text;")
    write("migrations/20260104000000_later.sql", "CREATE TABLE later ();")
    assert schemabot("deploy", "staging", "--yes", **urls).status == 0
    squashed = schemabot("squash", "staging", "--to", "20260103000000", "--yes", **urls)
    assert squashed.status == 0, squashed.err
    first, second, third = squashed.out.splitlines()
    assert first == "not in it, since it acts on rows: 20260102000000_rows.sql, line 1"
    assert second == "3 migrations become 20260103000000_note.sql"
    assert files(schemabot.folder) == ["later.sql", "note.sql"]
    words = third.removeprefix("Where all of them are applied: schemabot repair ENV ").split()
    repaired = schemabot("repair", "staging", *words, **urls)
    assert repaired.status == 0, repaired.err
    assert history_of(database) == ["20260103000000", "20260104000000"]
    assert rows(database, "SELECT count(*) FROM orders") == [(1,)]
    assert "nothing is pending" in schemabot("deploy", "staging", "--yes", **urls).out
    assert schemabot("deploy", "production", "--yes", **urls).status == 0
    assert schemabot("diff", "staging", "production", "--exit-code", **urls).status == 0


@pytest.mark.usefixtures("configured")
def test_what_cannot_be_a_baseline_leaves_nothing(schemabot: Command, databases: Databases) -> None:
    empty = {"STAGING_URL": databases.fresh().url, "PRODUCTION_URL": databases.fresh().url}
    assert "staging has nothing that could be a migration" in schemabot("baseline", "staging", **empty).complaint
    secret = databases.fresh("CREATE VIEW v AS SELECT 'Bearer abc1abc1abc1abc1abc1' AS token")
    said = schemabot("baseline", "staging", **empty | {"STAGING_URL": secret.url}).complaint
    assert "the migration would need secrets" in said
    assert "abc1abc1" not in said
    assert not (schemabot.folder / "migrations").exists()


@pytest.mark.usefixtures("configured")
def test_what_is_not_compared_is_in_the_one_migration_too(
    schemabot: Command, databases: Databases, write: Write
) -> None:
    write("schemabot.toml", CONFIGURATION + '[compare]\nexclude = ["public.noise"]\n')
    write("migrations/20260101000000_shop.sql", "CREATE TABLE orders ();")
    write("migrations/20260102000000_noise.sql", "CREATE TABLE noise ();")
    urls = {"STAGING_URL": databases.fresh().url, "PRODUCTION_URL": databases.fresh().url}
    assert schemabot("squash", "staging", "--yes", **urls).status == 0
    (made,) = (schemabot.folder / "migrations").iterdir()
    assert "CREATE TABLE public.noise" in made.read_text()


_DEPLOYERS = """
DO $$ DECLARE one text; BEGIN
    FOREACH one IN ARRAY ARRAY['baseline_one', 'baseline_two', 'baseline_third'] LOOP
        BEGIN
            EXECUTE format('CREATE ROLE %I LOGIN', one);
        EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
        END;
    END LOOP;
    EXECUTE format('GRANT CREATE ON DATABASE %I TO baseline_one, baseline_two', current_database());
END $$;
GRANT baseline_third TO baseline_one, baseline_two;
"""
_OWNED = """
GRANT USAGE, CREATE ON SCHEMA public TO {0};
SET SESSION AUTHORIZATION {0};
CREATE SCHEMA shop;
CREATE EXTENSION pg_trgm SCHEMA shop;
CREATE TABLE shop.before (id serial);
ALTER DEFAULT PRIVILEGES IN SCHEMA shop GRANT SELECT ON TABLES TO baseline_third;
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
CREATE TABLE shop.after (id integer PRIMARY KEY);
REVOKE UPDATE ON shop.after FROM {0};
CREATE FUNCTION shop.f() RETURNS integer LANGUAGE sql AS 'SELECT 1';
GRANT CREATE, USAGE ON SCHEMA shop TO baseline_third;
CREATE VIEW shop.v AS SELECT id FROM shop.after; ALTER VIEW shop.v OWNER TO baseline_third;
RESET SESSION AUTHORIZATION;
"""


@pytest.mark.usefixtures("configured")
@pytest.mark.parametrize("squashed", [False, True])
def test_what_belongs_to_who_deploys_does_so_elsewhere_too(
    schemabot: Command, databases: Databases, squashed: bool
) -> None:
    staging = databases.fresh(_DEPLOYERS + _OWNED.format("baseline_one"))
    production = databases.fresh(_DEPLOYERS + _OWNED.format("baseline_two"))
    urls = {
        "STAGING_URL": staging.url.replace("postgres@", "baseline_one@", 1),
        "PRODUCTION_URL": production.url.replace("postgres@", "baseline_two@", 1),
    }
    made = schemabot("baseline", "staging", **urls)
    assert made.status == 0, made.err
    if squashed:
        execute(staging, "SET SESSION AUTHORIZATION baseline_one; CREATE TABLE shop.more (); DROP TABLE shop.before")
        added = schemabot("new", "more", "--from-diff", "migrations", "staging", **urls)
        assert added.status == 0, added.err
        assert "baseline_one" not in (schemabot.folder / added.out.rstrip()).read_text()
        assert schemabot("squash", "staging", "--yes", **urls).status == 0
        execute(production, "SET SESSION AUTHORIZATION baseline_two; CREATE TABLE shop.more (); DROP TABLE shop.before")
    (path,) = (schemabot.folder / "migrations").iterdir()
    assert "baseline_one" not in path.read_text()
    assert "ALTER VIEW shop.v OWNER TO baseline_third;" in path.read_text()
    taken = schemabot("baseline", "production", **urls)
    assert taken.status == 0, taken.out + taken.err
    empty = databases.fresh(f"{_DEPLOYERS} GRANT USAGE, CREATE ON SCHEMA public TO baseline_two")
    there = urls | {"PRODUCTION_URL": empty.url.replace("postgres@", "baseline_two@", 1)}
    deployed = schemabot("deploy", "production", "--yes", **there)
    assert deployed.status == 0, deployed.err
    compared = schemabot("diff", urls["PRODUCTION_URL"], there["PRODUCTION_URL"], "--exit-code")
    assert compared.status == 0, compared.out
