"""Roles, which are compared only when somebody asks for it."""

from collections.abc import Iterator

import pytest

from sync.catalog import Profile, Scope
from sync.catalog.across import comparable
from sync.compare import compare
from sync.model import Catalog, Kind
from sync.model.objects import Role
from sync.postgres.database import Database
from tests.support import supabase
from tests.support.catalogs import read, shown
from tests.support.servers import Databases, execute

ROLES = Scope(roles=True)
MADE = ("roles_anna", "roles_staff", '"Roles, ""odd"" one"')


@pytest.fixture
def database(each_databases: Databases) -> Iterator[Database]:
    """A database on a server with some roles, which are gone afterwards."""
    found = each_databases.fresh(f"CREATE ROLE {MADE[0]}; CREATE ROLE {MADE[1]}; CREATE ROLE {MADE[2]};", name="roles")
    yield found
    execute(found, f"DROP ROLE {', '.join(MADE)}")


def roles(catalog: Catalog) -> dict[str, Role]:
    return {identity.name: one for identity, one in catalog.objects.items() if isinstance(one, Role)}


def test_roles_are_read_only_when_asked_for(database: Database) -> None:
    assert not roles(read(database))
    found = roles(read(database, ROLES))
    assert {"public", "postgres", "roles_anna", 'Roles, "odd" one'} <= found.keys()
    assert not any(name.startswith("pg_") for name in found)
    assert roles(read(database, Scope(schemas=frozenset({"public"}), roles=True)))


@pytest.mark.parametrize(
    ("change", "attribute", "value"),
    [
        ("ALTER ROLE roles_anna SUPERUSER", "superuser", True),
        ("ALTER ROLE roles_anna NOINHERIT", "inherit", False),
        ("ALTER ROLE roles_anna CREATEROLE", "create_role", True),
        ("ALTER ROLE roles_anna CREATEDB", "create_db", True),
        ("ALTER ROLE roles_anna LOGIN", "login", True),
        ("ALTER ROLE roles_anna REPLICATION", "replication", True),
        ("ALTER ROLE roles_anna BYPASSRLS", "bypass_rls", True),
        ("ALTER ROLE roles_anna CONNECTION LIMIT 3", "connection_limit", 3),
        ("ALTER ROLE roles_anna VALID UNTIL '2030-01-01 00:00+01'", "valid_until", "2029-12-31 23:00:00+00"),
        ("ALTER ROLE roles_anna SET statement_timeout = '3s'", "settings", ("statement_timeout=3s",)),
        ("ALTER ROLE roles_anna IN DATABASE {} SET work_mem = '8MB'", "database_settings", ("work_mem=8MB",)),
        ("GRANT roles_staff TO roles_anna", "member_of", ("roles_staff",)),
        ("GRANT roles_staff TO roles_anna WITH ADMIN OPTION", "member_of", ("roles_staff with admin",)),
        ("GRANT pg_monitor TO roles_anna", "member_of", ("pg_monitor",)),
        ('GRANT "Roles, ""odd"" one" TO roles_anna', "member_of", ('"Roles, ""odd"" one"',)),
    ],
)
def test_an_attribute(database: Database, change: str, attribute: str, value: object) -> None:
    before = read(database, ROLES)
    execute(database, change.format("roles"))
    (difference,) = compare(before, read(database, ROLES))
    assert shown([difference]) == {("changed", "role", "roles_anna", (attribute,))}
    assert difference.attributes[0].new == value


def test_the_options_of_a_membership(databases: Databases) -> None:
    database = databases.fresh("CREATE ROLE roles_a; CREATE ROLE roles_b NOINHERIT; CREATE ROLE roles_c;")
    execute(database, "GRANT roles_c TO roles_a WITH INHERIT FALSE, SET FALSE; GRANT roles_c TO roles_b")
    found = roles(read(database, ROLES))
    execute(database, "DROP ROLE roles_a; DROP ROLE roles_b; DROP ROLE roles_c")
    assert found["roles_a"].member_of == ("roles_c inherit false set false",)
    assert found["roles_b"].member_of == ("roles_c inherit false",)


def test_who_made_somebody_a_member_makes_no_difference(database: Database) -> None:
    execute(database, "GRANT roles_staff TO roles_anna WITH ADMIN OPTION")
    before = read(database, ROLES)
    execute(database, 'GRANT roles_staff TO "Roles, ""odd"" one" GRANTED BY roles_anna')
    by_anna = roles(read(database, ROLES))
    execute(
        database,
        'REVOKE roles_staff FROM "Roles, ""odd"" one" GRANTED BY roles_anna;GRANT roles_staff TO "Roles, ""odd"" one"',
    )
    assert roles(read(database, ROLES)) == by_anna
    assert roles(before) != by_anna


def test_what_is_set_for_all_roles(database: Database) -> None:
    before = read(database, ROLES)
    execute(database, "ALTER DATABASE roles SET work_mem = '8MB'")
    (difference,) = compare(before, read(database, ROLES))
    assert shown([difference]) == {("changed", "role", "public", ("database_settings",))}


def test_what_is_set_in_another_database_is_not_of_this_one(database: Database, each_databases: Databases) -> None:
    before = read(database, ROLES)
    each_databases.fresh(name="roles_other")
    execute(database, "ALTER ROLE roles_anna IN DATABASE roles_other SET work_mem = '8MB'")
    assert compare(before, read(database, ROLES)) == ()


def test_no_password_is_read(database: Database) -> None:
    before = read(database, ROLES)
    execute(database, "ALTER ROLE roles_anna PASSWORD 'hunter2'")
    assert compare(before, read(database, ROLES)) == ()


def test_a_comment(database: Database) -> None:
    before = read(database, ROLES)
    execute(database, "COMMENT ON ROLE roles_anna IS 'from accounting'")
    assert shown(compare(before, read(database, ROLES))) == {("added", "comment", "role roles_anna", ())}


@pytest.mark.major(15)
def test_the_same_roles_on_two_major_versions(databases: Databases, databases_15: Databases) -> None:
    made = """CREATE ROLE roles_a NOINHERIT LOGIN; CREATE ROLE roles_b; CREATE ROLE roles_c VALID UNTIL 'infinity';
        GRANT roles_b, roles_c TO roles_a; GRANT roles_c TO roles_b WITH ADMIN OPTION;
        ALTER ROLE roles_b SET search_path = a, "B";"""
    both = [one.fresh(made) for one in (databases, databases_15)]
    found = [read(one, ROLES) for one in both]
    for one in both:
        execute(one, "DROP ROLE roles_a; DROP ROLE roles_b; DROP ROLE roles_c")
    differences = compare(*comparable(*found))
    assert {one for one in shown(differences) if one[1] == "role" and one[2].startswith("roles_")} == set()
    assert roles(found[0])["roles_a"].member_of == ("roles_b inherit false", "roles_c inherit false")


def test_the_settings_of_the_platform_s_roles_are_the_user_s(databases: Databases) -> None:
    database = databases.fresh(supabase.SQL)
    scope = Scope(Profile.SUPABASE, roles=True)
    before = read(database, scope)
    execute(database, "ALTER ROLE anon CREATEDB; ALTER ROLE anon SET statement_timeout = '3s'")
    execute(database, "ALTER ROLE supabase_admin SET statement_timeout = '3s'; COMMENT ON ROLE anon IS 'x'")
    after = read(database, scope)
    execute(database, "ALTER ROLE anon NOCREATEDB; ALTER ROLE anon RESET ALL; COMMENT ON ROLE anon IS NULL")
    execute(database, "ALTER ROLE supabase_admin RESET ALL")
    assert shown(compare(before, after)) == {("changed", "role", "anon", ("settings",))}
    assert Kind.ROLE in {identity.kind for identity in after.objects}
