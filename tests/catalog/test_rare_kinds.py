"""Aggregates, operators, rules, event triggers, statistics, foreign servers, replication: what is read, what not."""

import pytest

from sync.catalog import Profile, Scope, read_catalog
from sync.model import UNKNOWN, Catalog, Kind
from sync.postgres.database import Database
from tests.catalog.test_restoring import restored
from tests.support.catalogs import Shown, between, read, shown
from tests.support.servers import Databases, execute

ONE_OF_EACH = """
CREATE EXTENSION postgres_fdw;
CREATE TABLE t (a integer PRIMARY KEY, b integer); CREATE RULE r AS ON INSERT TO t DO ALSO NOTIFY x;
CREATE STATISTICS stat (ndistinct) ON a, b FROM t;
CREATE FUNCTION hook() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
CREATE EVENT TRIGGER e ON sql_drop WHEN TAG IN ('DROP TABLE', 'DROP VIEW') EXECUTE FUNCTION hook();
CREATE AGGREGATE agg(integer) (sfunc = int4pl, stype = integer, initcond = '0', combinefunc = int4pl);
CREATE FUNCTION step(bigint, integer) RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint';
CREATE AGGREGATE ordered(float8 ORDER BY integer) (sfunc = step, stype = bigint);
CREATE FUNCTION same(t, t) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1.a = $2.a';
CREATE FUNCTION rank(t, t) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1.a - $2.a';
CREATE OPERATOR ~=~ (FUNCTION = same, LEFTARG = t, RIGHTARG = t, COMMUTATOR = ~=~, NEGATOR = ~!~, HASHES);
CREATE OPERATOR ~- (FUNCTION = int4um, RIGHTARG = integer);
CREATE OPERATOR CLASS c FOR TYPE t USING btree AS OPERATOR 3 ~=~, FUNCTION 1 rank(t, t);
CREATE OPERATOR FAMILY alone USING gist;
CREATE FOREIGN DATA WRAPPER w HANDLER postgres_fdw_handler VALIDATOR postgres_fdw_validator;
CREATE SERVER s TYPE 'x' VERSION '1' FOREIGN DATA WRAPPER w OPTIONS (host 'a');
CREATE USER MAPPING FOR public SERVER s OPTIONS (user 'anna', password 'p');
CREATE PUBLICATION p FOR TABLE t WITH (publish = 'insert');
CREATE SUBSCRIPTION sub CONNECTION 'dbname=x' PUBLICATION p WITH (connect = false, slot_name = NONE);
"""
NAMES = {
    ("rule", "public.t/r"),
    ("statistics object", "public.stat"),
    ("event trigger", "e"),
    ("aggregate", "public.agg(integer)"),
    ("aggregate", "public.ordered(double precision, integer)"),
    ("operator", "public.~=~(public.t, public.t)"),
    ("operator", "public.~!~(public.t, public.t)"),
    ("operator", "public.~-(NONE, integer)"),
    ("operator class", "public.c using btree"),
    ("operator family", "public.c using btree"),
    ("operator family", "public.alone using gist"),
    ("foreign data wrapper", "w"),
    ("server", "s"),
    ("user mapping", "s/public"),
    ("publication", "p"),
    ("publication table", "public.t/p"),
    ("subscription", "sub"),
}
KINDS = {kind for kind, _ in NAMES}


def of_these_kinds(differences: set[Shown]) -> set[Shown]:
    return {one for one in differences if one[1] in KINDS}


def identities(catalog: Catalog, *kinds: Kind) -> set[str]:
    return {str(identity) for identity in catalog.objects if identity.kind in kinds}


def test_added_and_removed(each_databases: Databases) -> None:
    a, b = each_databases.fresh(), each_databases.fresh(ONE_OF_EACH)
    assert of_these_kinds(shown(between(a, b))) == {("added", kind, name, ()) for kind, name in NAMES}
    assert of_these_kinds(shown(between(b, a))) == {("removed", kind, name, ()) for kind, name in NAMES}
    assert read(b).diagnostics == ()


def test_twins_are_equal(each_databases: Databases) -> None:
    a, b = each_databases.fresh(f"CREATE TABLE before (); {ONE_OF_EACH}"), each_databases.fresh(ONE_OF_EACH)
    assert {identity for _, _, identity, _ in shown(between(a, b))} == {"public.before"}


@pytest.mark.since(15)  # what pg_dump of a later version writes about subscriptions, older servers do not take
def test_a_restored_dump_is_no_difference(each_databases: Databases) -> None:
    database = each_databases.fresh(ONE_OF_EACH)
    assert between(database, restored(database, each_databases.fresh(), each_databases.server)) == ()


def test_members_of_extensions_are_not_read(each_databases: Databases) -> None:
    extensions = "citext", "hstore", "btree_gist", "intarray", "postgres_fdw", "pg_trgm"
    database = each_databases.fresh("".join(f"CREATE EXTENSION {name};" for name in extensions))
    assert identities(read(database), *(Kind(kind) for kind in KINDS)) == set()


def test_a_family_of_postgresql_has_the_operators_that_users_gave_it(each_databases: Databases) -> None:
    made = """CREATE FUNCTION less(integer, text) RETURNS boolean LANGUAGE sql AS 'SELECT true';
        CREATE OPERATOR <<< (FUNCTION = less, LEFTARG = integer, RIGHTARG = text);"""
    a = each_databases.fresh(made)
    b = each_databases.fresh(
        f"{made} ALTER OPERATOR FAMILY integer_ops USING btree ADD OPERATOR 1 <<< (integer, text);"
    )
    (difference,) = between(a, b)
    assert shown((difference,)) == {("added", "operator family", "pg_catalog.integer_ops using btree", ())}
    assert [one.new for one in difference.attributes if one.new] == [("1 public.<<<(integer,text)",)]


def test_one_schema_alone_has_nothing_that_is_in_none(each_databases: Databases) -> None:
    found = read(each_databases.fresh(ONE_OF_EACH), Scope(schemas=frozenset({"public"})))
    beside = (Kind.EVENT_TRIGGER, Kind.SERVER, Kind.USER_MAPPING, Kind.PUBLICATION, Kind.SUBSCRIPTION)
    assert identities(found, *beside, Kind.FOREIGN_DATA_WRAPPER) == set()
    assert identities(found, Kind.PUBLICATION_TABLE) == {"public.t/p"}


def test_event_triggers_of_the_platform_are_its_own(databases: Databases) -> None:
    function = "RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'"
    database = databases.fresh(
        f"""CREATE SCHEMA extensions; CREATE FUNCTION extensions.watch() {function}; CREATE FUNCTION own() {function};
        CREATE EVENT TRIGGER watch ON ddl_command_end EXECUTE FUNCTION extensions.watch();
        CREATE EVENT TRIGGER ensure_rls ON ddl_command_end EXECUTE FUNCTION own();"""
    )
    assert identities(read(database, Scope(Profile.SUPABASE)), Kind.EVENT_TRIGGER) == {"ensure_rls"}
    assert identities(read(database), Kind.EVENT_TRIGGER) == {"ensure_rls", "watch"}


def test_publications_of_the_platform_are_its_own(databases: Databases) -> None:
    database = databases.fresh(
        """DO $$ BEGIN CREATE ROLE supabase_admin SUPERUSER; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
        CREATE TABLE t (); CREATE PUBLICATION supabase_realtime FOR TABLE t; CREATE PUBLICATION messages FOR TABLE t;
        ALTER PUBLICATION messages OWNER TO supabase_admin;
        ALTER PUBLICATION supabase_realtime OWNER TO supabase_admin"""
    )
    found = read(database, Scope(Profile.SUPABASE))
    assert identities(found, Kind.PUBLICATION, Kind.PUBLICATION_TABLE) == {
        "supabase_realtime",
        "public.t/supabase_realtime",
    }


def test_subscriptions_of_other_databases_are_not_read(each_databases: Databases) -> None:
    each_databases.fresh(ONE_OF_EACH)
    assert identities(read(each_databases.fresh()), Kind.SUBSCRIPTION) == set()


def guest_of(database: Database) -> Database:
    """The same database for a role that may do nothing."""
    execute(
        database,
        """DO $$ BEGIN CREATE ROLE rare_guest LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
        COMMENT ON SUBSCRIPTION sub IS 'x'""",
    )
    return Database(database.url.replace("postgres@", "rare_guest@", 1), "guest")


def test_what_a_role_may_not_read_is_said_and_no_difference(each_databases: Databases) -> None:
    database = each_databases.fresh(ONE_OF_EACH)
    guest = guest_of(database)
    found = read_catalog(guest, Scope())
    subscription = next(one for one in found.objects.values() if one.identity.kind is Kind.SUBSCRIPTION)
    assert dict(subscription.attributes())["connection"] is UNKNOWN
    hidden = ["options of 1 user mapping (s/public)", "connection of 1 subscription (sub)"]
    if each_databases.major == 13:
        hidden.append("synchronous commit of 1 subscription (sub)")
    assert [(one.code, one.message) for one in found.diagnostics] == [
        ("not-readable", f"guest: {what}, which this role may not read, not compared") for what in hidden
    ]
    assert between(guest, database) == ()
    execute(database, "ALTER SUBSCRIPTION sub CONNECTION 'dbname=y'")
    assert between(guest, database) == ()
