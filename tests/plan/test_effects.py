"""What people are told of statements before they run."""

from collections.abc import Mapping

import pytest

from sync.catalog import Scope, read_catalog
from sync.catalog.across import comparable
from sync.compare import compare
from sync.model import Catalog, Identity, Kind
from sync.model.size import Size
from sync.parsing import TREE
from sync.plan.change import changes
from sync.plan.effects import alter_table
from sync.plan.effects.analyst import HANDLERS, Analyst
from sync.plan.effects.effect import Effect, HazardKind, LockMode
from sync.plan.effects.sizes import shown
from sync.plan.effects.trees import statement
from tests.support.all_kinds import ALL_KINDS
from tests.support.servers import EMBEDDED_MAJOR, Databases, Servers

_ROLES = """
DO $$ DECLARE one text; BEGIN
    FOREACH one IN ARRAY ARRAY['effects_anna', 'effects_bob'] LOOP
        BEGIN
            EXECUTE format('CREATE ROLE %I', one);
        EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
        END;
    END LOOP;
END $$;
"""
_SHOP = f"""{_ROLES}
CREATE TYPE state AS ENUM ('new'); CREATE DOMAIN email AS text CONSTRAINT has_at CHECK (VALUE LIKE '%@%');
CREATE SEQUENCE counter; CREATE TABLE customers (id integer PRIMARY KEY, mail email);
CREATE TABLE orders (
    id integer GENERATED ALWAYS AS IDENTITY, customer integer REFERENCES customers, note varchar(20),
    total numeric(10, 2), at timestamptz, code text UNIQUE, state state,
    size integer CONSTRAINT positive CHECK (size > 0), twice integer GENERATED ALWAYS AS (size * 2) STORED
);
CREATE UNIQUE INDEX by_note ON orders (note); CREATE INDEX by_size ON orders (size);
CREATE FUNCTION fires() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
CREATE FUNCTION open() RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE TRIGGER audit BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION fires();
CREATE TRIGGER resting BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION fires();
ALTER TABLE orders DISABLE TRIGGER resting;
CREATE RULE kept AS ON DELETE TO orders WHERE false DO INSTEAD NOTHING;
CREATE POLICY own ON orders TO effects_anna USING (size = 1); CREATE POLICY never ON orders AS RESTRICTIVE USING (true);
ALTER TABLE orders ENABLE ROW LEVEL SECURITY; ALTER TABLE orders FORCE ROW LEVEL SECURITY;
CREATE VIEW mine WITH (security_invoker, security_barrier) AS SELECT id FROM orders;
GRANT SELECT ON orders TO effects_anna; GRANT UPDATE (mail) ON customers TO effects_anna;
GRANT USAGE ON SCHEMA public TO PUBLIC;
CREATE TABLE parts (a integer) PARTITION BY LIST (a); CREATE TABLE parts_1 PARTITION OF parts FOR VALUES IN (1);
CREATE TABLE parts_2 PARTITION OF parts DEFAULT;
CREATE FUNCTION watching() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
CREATE EVENT TRIGGER watch ON ddl_command_end EXECUTE FUNCTION watching();
"""
_MILLION = Size(1_000_000, 41 * 1024**3)
_LARGE = "(1,000,000 rows, 41 GB)"
_LOSS, _WIDER, _OPEN = HazardKind.DATA_LOSS, HazardKind.ACCESS_WIDENED, HazardKind.PROTECTION_DISABLED
_NO_RETURN, _REWRITE, _SCAN = HazardKind.IRREVERSIBLE, HazardKind.TABLE_REWRITE, HazardKind.FULL_SCAN
_BUILD, _INVALID, _ALONE = HazardKind.INDEX_BUILD, HazardKind.INVALID_ON_FAILURE, HazardKind.NOT_TRANSACTIONAL


@pytest.fixture(scope="module")
def shop(servers: Servers) -> Catalog:
    """A catalog to judge statements by."""
    databases = servers[EMBEDDED_MAJOR]
    found = read_catalog(databases.fresh(_SHOP), Scope(dependencies=True))
    databases.drop()
    return found


def _told(effect: Effect) -> list[tuple[HazardKind, str]]:
    return [(one.kind, one.text) for one in effect.hazards]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("DROP TABLE orders", [(_LOSS, "drops table public.orders and all its rows (1,000,000 rows, 41 GB)")]),
        ("DROP TABLE parts", [(_LOSS, "drops table public.parts with 2 partitions and all its rows")]),
        ("ALTER TABLE orders DROP COLUMN note", [(_LOSS, "drops column public.orders.note and all its values")]),
        ("ALTER TABLE orders DROP COLUMN twice", []),
        ("DROP SEQUENCE counter", [(_LOSS, "drops sequence public.counter and the value that it has come to")]),
        ("TRUNCATE orders", [(_LOSS, "deletes all rows of public.orders (1,000,000 rows, 41 GB)")]),
        ("DELETE FROM customers", [(_LOSS, "deletes all rows of public.customers")]),
        ("DELETE FROM customers WHERE id = 1", []),
        ("UPDATE customers SET mail = ''", [
            (_LOSS, "overwrites public.customers.mail in all rows of public.customers"),
        ]),
        ("INSERT INTO customers VALUES (1)", []),
        ("DROP EXTENSION plpgsql", [(_LOSS, "drops extension plpgsql with all that belongs to it")]),
        ("ALTER TABLE customers ADD a uuid DEFAULT gen_random_uuid()", [(_REWRITE, "rewrites public.customers")]),
        ("ALTER TABLE customers ADD a timestamptz DEFAULT now()", []),
        ("ALTER TABLE customers ALTER id TYPE bigint", [
            (_REWRITE, "rewrites public.customers"),
            (_SCAN, "reads all of public.orders to look its rows up again (1,000,000 rows, 41 GB)"),
        ]),
        ("ALTER TABLE orders ALTER note TYPE varchar(30)", []),
        ("ALTER TABLE orders ALTER note TYPE varchar(10)", [
            (_REWRITE, f"rewrites public.orders, and fails where a value of public.orders.note does not fit {_LARGE}"),
        ]),
        ("ALTER TABLE parts ADD UNIQUE (a)", [(_BUILD, "builds an index over all of public.parts with 2 partitions")]),
        ("CREATE INDEX i ON customers (mail)", [(_BUILD, "builds an index over all of public.customers")]),
        ("CREATE INDEX CONCURRENTLY i ON customers (mail)", [
            (_BUILD, "builds an index over all of public.customers"),
            (_INVALID, "leaves an invalid index i on public.customers if it fails"),
            (_ALONE, "runs outside of transactions, and is not undone with others"),
        ]),
        ("ALTER TABLE customers ALTER mail SET NOT NULL", [
            (_SCAN, "reads all of public.customers, and fails where public.customers.mail is null"),
        ]),
        ("ALTER TABLE customers ALTER id SET NOT NULL", []),
        ("ALTER DOMAIN email ADD CHECK (VALUE > '')", [(_SCAN, "reads all of public.customers to check it")]),
        ("ALTER DOMAIN email DROP CONSTRAINT has_at", [
            (_OPEN, "values of domain public.email are no longer checked by has_at"),
        ]),
        ("ALTER TYPE state ADD VALUE 'old'", [(_NO_RETURN, "value old of public.state cannot be taken away again")]),
        ("ALTER TABLE orders ALTER twice DROP EXPRESSION", [
            (_NO_RETURN, "public.orders.twice can be generated again only as another column"),
        ]),
        ("ALTER TABLE orders ALTER id DROP IDENTITY", [
            (_LOSS, "drops the sequence of public.orders.id and the value that it has come to"),
        ]),
        ("ALTER TABLE customers SET UNLOGGED", [
            (_OPEN, "rows of public.customers do not outlive a crash of the server, and are not replicated"),
            (_REWRITE, "rewrites public.customers"),
        ]),
        ("ALTER TABLE orders DISABLE TRIGGER audit", [(_OPEN, "trigger audit of public.orders is disabled")]),
        ("ALTER TABLE orders ENABLE REPLICA TRIGGER audit", [
            (_OPEN, "trigger audit of public.orders fires only for replication"),
        ]),
        ("ALTER TABLE orders DISABLE TRIGGER resting", []),
        ("ALTER TABLE orders DISABLE RULE kept", [(_OPEN, "rule kept of public.orders is disabled")]),
        ("DROP TRIGGER audit ON orders", [(_OPEN, "drops trigger audit of public.orders")]),
        ("DROP TRIGGER resting ON orders", []),
        ("DROP EVENT TRIGGER watch", [(_OPEN, "drops event trigger watch")]),
        ("ALTER EVENT TRIGGER watch DISABLE", [(_OPEN, "event trigger watch is disabled")]),
        ("ALTER EVENT TRIGGER watch ENABLE ALWAYS", []),
        ("ALTER TABLE orders DROP CONSTRAINT positive", [
            (_OPEN, "rows of public.orders are no longer checked by positive"),
        ]),
        ("DROP INDEX by_note", [(_OPEN, "rows of public.orders are no longer kept apart by by_note")]),
        ("DROP INDEX by_size", []),
        ("SET session_replication_role = replica", [
            (_OPEN, "no trigger fires and no foreign key is checked in this session from here on"),
        ]),
        ("DROP POLICY own ON orders", [(_OPEN, "drops policy own of public.orders")]),
        ("DROP POLICY never ON orders", [(_WIDER, "policy never of public.orders no longer keeps rows back")]),
        ('CREATE POLICY "For all" ON orders FOR SELECT USING (true)', [
            (_WIDER, 'policy "For all" allows everybody SELECT of rows of public.orders'),
        ]),
        ("CREATE POLICY more ON orders FOR SELECT USING (true)", [
            (_WIDER, "policy more allows everybody SELECT of rows of public.orders"),
        ]),
        ("CREATE POLICY less ON orders AS RESTRICTIVE USING (true)", []),
        ("CREATE POLICY idle ON customers USING (true)", []),
        ("ALTER POLICY own ON orders USING (true)", [
            (_WIDER, "policy own of public.orders changes whom it lets through"),
        ]),
        ("ALTER POLICY own ON orders TO effects_anna", []),
        ("ALTER POLICY own ON orders TO effects_bob", [
            (_WIDER, "policy own of public.orders changes whom it lets through"),
        ]),
        ("ALTER TABLE orders DISABLE ROW LEVEL SECURITY", [
            (_WIDER, "policies of public.orders no longer keep rows from anybody"),
        ]),
        ("ALTER TABLE orders NO FORCE ROW LEVEL SECURITY", [
            (_WIDER, "policies of public.orders no longer bind its owner"),
        ]),
        ("ALTER TABLE customers DISABLE ROW LEVEL SECURITY", []),
        ("ALTER VIEW mine SET (security_invoker = off)", [
            (_WIDER, "public.mine reads its tables with the rights of its owner, no longer with those of who asks"),
        ]),
        ("CREATE OR REPLACE VIEW mine WITH (security_invoker) AS SELECT id FROM orders", [
            (_WIDER, "public.mine no longer keeps functions of who asks from rows that it hides"),
        ]),
        ("GRANT SELECT ON orders TO effects_anna", []),
        ("GRANT SELECT, INSERT ON orders TO effects_anna", [(_WIDER, "effects_anna gains INSERT on public.orders")]),
        ("GRANT SELECT ON orders TO effects_anna WITH GRANT OPTION", [
            (_WIDER, "effects_anna may grant SELECT on public.orders to others"),
        ]),
        ("GRANT SELECT ON customers TO PUBLIC", [(_WIDER, "everybody gains SELECT on public.customers")]),
        ("GRANT UPDATE (mail), SELECT (id) ON customers TO effects_anna", [
            (_WIDER, "effects_anna gains SELECT on public.customers.id"),
        ]),
        ("GRANT EXECUTE ON FUNCTION open() TO effects_anna", []),
        ("GRANT USAGE ON SCHEMA public TO effects_anna", []),
        ("GRANT USAGE ON SEQUENCE counter TO effects_anna", [(_WIDER, "effects_anna gains USAGE on public.counter")]),
        ("GRANT CONNECT ON DATABASE shop TO effects_anna", [(_WIDER, "effects_anna gains CONNECT on database shop")]),
        ("REVOKE ALL ON orders FROM effects_anna", []),
        ("ALTER DEFAULT PRIVILEGES FOR ROLE effects_bob IN SCHEMA public GRANT SELECT ON TABLES TO effects_anna", [
            (_WIDER, "effects_anna gains SELECT on tables that effects_bob makes in schema public from now on"),
        ]),
        ("ALTER TABLE orders OWNER TO effects_anna", [(_WIDER, "effects_anna becomes the owner of public.orders")]),
        ("ALTER FUNCTION open() SECURITY DEFINER", [
            (_WIDER, "function public.open() runs with the rights of its owner, no longer with those of who calls it"),
        ]),
        ("CREATE FUNCTION f() RETURNS integer LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'", [
            (_WIDER, "everybody may execute function public.f(), which runs with the rights of its owner"),
        ]),
        ("CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1'", []),
        ("ALTER ROLE effects_anna BYPASSRLS", [(_WIDER, "effects_anna sees all rows, whatever policies say")]),
        ("ALTER ROLE effects_anna NOSUPERUSER", []),
        ("GRANT effects_bob TO effects_anna", [(_WIDER, "effects_anna becomes a member of effects_bob")]),
        ("VACUUM FULL customers", [
            (_REWRITE, "rewrites public.customers"),
            (_ALONE, "runs outside of transactions, and is not undone with others"),
        ]),
    ],
)  # fmt: skip
def test_hazards(shop: Catalog, text: str, expected: list[tuple[HazardKind, str]]) -> None:
    analyst = Analyst(shop, sizes={("public", "orders"): _MILLION})
    assert _told(analyst.effect(text)) == expected


@pytest.mark.parametrize(
    ("change", "lost"),
    [
        ("total TYPE numeric(12, 2)", ""),
        ("total TYPE numeric(10, 1)", "rounds"),
        ("total TYPE integer", "rounds"),
        ("at TYPE date", "drops the time of day of"),
        ("at TYPE timestamptz(0)", "rounds"),
        ("note TYPE varchar(10)", ""),
        ("note TYPE varchar(10) USING note::varchar(10)", "cuts off what is longer in"),
        ("note TYPE name", "cuts off what is longer in"),
        ("code TYPE integer USING code::integer", ""),
        ("code TYPE integer USING length(code)", "puts what USING computes in the place of all values of"),
        ("size TYPE real", "rounds"),
        ("size TYPE double precision", ""),
        ("size TYPE bigint", ""),
        ("size TYPE boolean USING size::boolean", "keeps only whether it is zero of"),
    ],
)
def test_values_that_another_type_loses(shop: Catalog, change: str, lost: str) -> None:
    effect = Analyst(shop).effect(f"ALTER TABLE orders ALTER {change}")
    column = change.partition(" ")[0]
    expected = [f"{lost} public.orders.{column}"] if lost else []
    assert [one.text for one in effect.hazards if one.kind is HazardKind.DATA_LOSS] == expected


def test_the_worst_comes_first(shop: Catalog) -> None:
    effect = Analyst(shop).effect("ALTER TABLE orders ADD a serial, DROP COLUMN note, DISABLE TRIGGER audit")
    assert [one.kind for one in effect.hazards] == [_LOSS, _OPEN, _REWRITE]


def test_what_statements_made_is_nobodys_concern(shop: Catalog) -> None:
    analyst = Analyst(shop)
    for text in (
        "CREATE TABLE made (a integer)",
        "ALTER TABLE made ADD b integer DEFAULT random()",
        "CREATE UNIQUE INDEX i ON made (a)",
        "ALTER TABLE made ALTER a SET NOT NULL",
        "UPDATE made SET a = 1",
        "DROP INDEX i",
        "DROP TABLE made",
    ):
        assert analyst.effect(text) == Effect(), text
    analyst.effect("DROP TABLE orders")
    analyst.effect("CREATE TABLE orders (a integer)")
    assert analyst.effect("DROP TABLE orders") == Effect()


def test_new_columns_may_be_overwritten(shop: Catalog) -> None:
    analyst = Analyst(shop)
    analyst.effect("ALTER TABLE customers ADD a integer")
    assert analyst.effect("UPDATE customers SET a = 1").hazards == ()
    assert analyst.effect("ALTER TABLE customers DROP COLUMN a").hazards == ()


def test_a_sequence_whose_value_goes_on_is_not_lost(shop: Catalog) -> None:
    analyst = Analyst(shop)
    analyst.effect("CREATE SEQUENCE other")
    analyst.effect("SELECT setval('public.other', last_value) FROM public.counter")
    assert analyst.effect("DROP SEQUENCE counter").hazards == ()


def test_a_sequence_goes_with_its_table_also_when_the_rows_have_gone_elsewhere(databases: Databases) -> None:
    own = """
        CREATE TABLE parts (a serial) PARTITION BY LIST (a); CREATE TABLE parts_1 PARTITION OF parts DEFAULT;
    """
    analyst = Analyst(read_catalog(databases.fresh(own), Scope(dependencies=True)))
    analyst.effect("ALTER TABLE parts DETACH PARTITION parts_1")
    assert _told(analyst.effect("DROP TABLE parts")) == [
        (_LOSS, "drops sequence public.parts_a_seq and the value that it has come to"),
    ]


def test_a_table_keeps_its_name_in_the_catalog_and_its_size(shop: Catalog) -> None:
    analyst = Analyst(shop, sizes={("public", "orders"): _MILLION})
    analyst.effect("ALTER TABLE orders RENAME TO sales")
    effect = analyst.effect("ALTER TABLE sales SET UNLOGGED")
    (lock,) = effect.locks
    assert (lock.relation, lock.mode, lock.size) == (
        Identity(Kind.TABLE, "public", "", "orders"), LockMode.ACCESS_EXCLUSIVE, _MILLION
    )  # fmt: skip
    assert effect.hazards[-1].text == "rewrites public.sales (1,000,000 rows, 41 GB)"


def test_the_strongest_lock_comes_first(shop: Catalog) -> None:
    locks = Analyst(shop).effect("ALTER TABLE parts ATTACH PARTITION customers FOR VALUES IN (2)").locks
    assert [(one.relation.name, one.mode) for one in locks] == [
        ("customers", LockMode.ACCESS_EXCLUSIVE),
        ("parts_2", LockMode.ACCESS_EXCLUSIVE),
        ("parts", LockMode.SHARE_UPDATE_EXCLUSIVE),
    ]


_GRANT = "GRANT SELECT ON v TO effects_anna"
_AGAIN = f"""
    CREATE POLICY own ON t USING (a > 0);
    CREATE VIEW v WITH (security_invoker) AS SELECT a, b FROM t; {_GRANT}
"""


def _of_plan(before: Catalog, after: Catalog) -> set[HazardKind]:
    left, right = comparable(before, after)
    analyst = Analyst(left, right)
    statements = [one for action in changes(left, right, compare(left, right)) for one in action.statements]
    assert statements
    return {hazard.kind for one in statements for hazard in analyst.effect(one).hazards}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (f"DROP VIEW v; DROP POLICY own ON t; ALTER TABLE t ALTER a TYPE bigint; {_AGAIN}", {_REWRITE}),
        ("CREATE OR REPLACE FUNCTION f() RETURNS integer LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'", {_WIDER}),
        (
            f"DROP VIEW v; CREATE VIEW v WITH (security_invoker) AS SELECT b, a FROM t; {_GRANT}",
            set(),
        ),
        (f"DROP VIEW v; CREATE VIEW v AS SELECT b, a FROM t; {_GRANT}", {_WIDER}),
        ("ALTER TABLE t DROP CONSTRAINT c; ALTER TABLE t ADD CONSTRAINT d CHECK (a > 0)", {_SCAN}),
        *(
            (f"CREATE FUNCTION g(integer, t, varchar[]) RETURNS integer LANGUAGE sql SECURITY DEFINER {more}", expected)
            for more, expected in (
                ("AS 'SELECT 1'", {_WIDER}),
                ("AS 'SELECT 1'; REVOKE ALL ON FUNCTION g(integer, t, varchar[]) FROM PUBLIC", set()),
            )
        ),
        ("ALTER TABLE t DROP CONSTRAINT c", {_OPEN}),
        ("DROP INDEX i; ALTER TABLE t ADD CONSTRAINT i UNIQUE (b)", {_BUILD}),
    ],
)
def test_what_a_plan_brings_back_is_not_lost(databases: Databases, change: str, expected: set[HazardKind]) -> None:
    setup = f"""{_ROLES}
        CREATE TABLE t (a integer CONSTRAINT c CHECK (a > 0), b text); CREATE UNIQUE INDEX i ON t (b);
        CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1';
        CREATE FUNCTION fires() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
        CREATE TRIGGER audit BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION fires();
        CREATE POLICY own ON t USING (a > 0); ALTER TABLE t ENABLE ROW LEVEL SECURITY;
        CREATE VIEW v WITH (security_invoker) AS SELECT a, b FROM t; GRANT SELECT ON v TO effects_anna;
    """
    before, after = (
        read_catalog(databases.fresh(text), Scope(dependencies=True)) for text in (setup, f"{setup} {change}")
    )
    assert _of_plan(before, after) == expected


@pytest.mark.parametrize(
    ("setup", "change", "expected"),
    [
        ("", "ALTER TABLE parts_1 DISABLE TRIGGER fires", "trigger fires of public.parts_1 is disabled"),
        ("", "DROP TRIGGER fires ON parts", "drops trigger fires of public.parts"),
        (
            "ALTER TABLE whole ADD UNIQUE NULLS NOT DISTINCT (a, b)",
            "ALTER TABLE whole DROP CONSTRAINT whole_a_b_key, ADD CONSTRAINT k UNIQUE (b) INCLUDE (a)",
            "rows of public.whole are no longer checked by whole_a_b_key",
        ),
        ("ALTER TABLE whole ADD UNIQUE (a, b)", "ALTER TABLE whole DROP CONSTRAINT whole_a_b_key, ADD UNIQUE (b)", ""),
        (
            "",
            "ALTER TABLE whole ALTER c TYPE text",
            "values of public.whole.c are no longer checked by domain public.email",
        ),
        ("", "CREATE DOMAIN e AS text CHECK (VALUE LIKE '%@%'); ALTER TABLE whole ALTER c TYPE e", ""),
        ("", "ALTER TYPE pair DROP ATTRIBUTE y", "drops attribute y of public.pair and all its values"),
    ],
)
def test_what_a_plan_takes_away_is_told(databases: Databases, setup: str, change: str, expected: str) -> None:
    own = f"""
        CREATE FUNCTION fires() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
        CREATE TABLE parts (a integer) PARTITION BY LIST (a); CREATE TABLE parts_1 PARTITION OF parts FOR VALUES IN (1);
        CREATE TRIGGER fires AFTER INSERT ON parts FOR EACH ROW EXECUTE FUNCTION fires();
        CREATE DOMAIN email AS text CHECK (VALUE LIKE '%@%'); CREATE TABLE whole (a integer, b integer, c email);
        CREATE TYPE pair AS (x integer, y integer); CREATE DOMAIN twice AS pair; CREATE TYPE over AS (z twice);
        CREATE TABLE stored (a over[]); {setup};
    """
    left, right = comparable(
        *(read_catalog(databases.fresh(text), Scope(dependencies=True)) for text in (own, own + change))
    )
    analyst = Analyst(left, right)
    statements = [one for action in changes(left, right, compare(left, right)) for one in action.statements]
    hazards = [hazard for one in statements for hazard in analyst.effect(one).hazards]
    assert "".join(one.text for one in hazards if one.kind in (_OPEN, _LOSS)) == expected


def test_every_statement_and_every_command_is_handled_on_purpose() -> None:
    names = {name for name in dir(TREE) if name.endswith("Stmt")}
    # What stands only within others, or is none.
    within = {"RawStmt", "ReturnStmt", "PLAssignStmt", "ReplicaIdentityStmt", "SetOperationStmt"}
    assert set(HANDLERS) == names - within
    commands = {one.number for one in TREE.AlterTableType.DESCRIPTOR.values} - {0}
    assert commands == alter_table.KNOWN


def test_the_parser_knows_all_that_a_plan_says_and_all_of_it_is_judged(databases: Databases) -> None:
    made = ALL_KINDS.partition("SET allow_system_table_mods")[0]
    empty, full = (read_catalog(databases.fresh(text), Scope(dependencies=True)) for text in ("", made))
    for before, after in ((empty, full), (full, empty)):
        left, right = comparable(before, after)
        analyst = Analyst(left, right)
        for action in changes(left, right, compare(left, right)):
            for one in action.statements:
                found = statement(one)
                assert found is not None, one
                assert found[0] in HANDLERS
                assert HazardKind.NOT_JUDGED not in {hazard.kind for hazard in analyst.effect(one).hazards}, one


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        (Size(12_000_000, 41 * 1024**3), "12,000,000 rows, 41 GB"),
        (Size(None, 1536), "1.5 kB"),
        (Size(1, 8192), "1 row, 8 kB"),
        (Size(0, 0), "0 rows, 0 bytes"),
        (Size(None, 1024**2 - 1), "1 MB"),
        (Size(None, 3 * 1024**5), "3 PB"),
    ],
)
def test_sizes_as_people_read_them(size: Size, expected: str) -> None:
    assert shown(size) == expected


def test_sizes_of_partitions_are_told_together(shop: Catalog) -> None:
    sizes: Mapping[tuple[str, str], Size] = {
        ("public", "parts_1"): Size(10, 1024), ("public", "parts_2"): Size(5, 1024)
    }  # fmt: skip
    (hazard,) = Analyst(shop, sizes=sizes).effect("TRUNCATE parts").hazards
    assert hazard.text == "deletes all rows of public.parts with 2 partitions (15 rows, 2 kB)"
