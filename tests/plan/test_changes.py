"""A plan that is run makes A like B, for our own reader and for pg_dump, and rows that can stay do."""

import re
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from sync.errors import PlanError, ProofError
from sync.model import Kind
from sync.planning import Wanted, plan
from sync.planning.value import Plan
from sync.postgres.database import Database
from sync.postgres.session import connect
from sync.selection import Selection
from sync.shadow.scratch import Scratch
from sync.sources import LiveSource
from tests.support.all_kinds import ALL_KINDS
from tests.support.arrivals import ARRIVALS, Arrival
from tests.support.attribute_cases.case import AttributeCase
from tests.support.attribute_cases.every import CASES
from tests.support.catalogs import between
from tests.support.exporting import TIES_SAID_SINCE, dumped
from tests.support.planting import CITEXT, is_plantable, is_said, planted, run
from tests.support.servers import Databases, chosen_majors, execute, many_majors, more_majors, rows

# What PostgreSQL has no statement for, unless what is in the table is lost; and what cannot be undone.
_IMPOSSIBLE = {
    (Kind.TABLE, "partition_key"),
    (Kind.COLUMN, "inherited"),
    (Kind.EXTENSION, "version"),
}
# SET ACCESS METHOD is of PostgreSQL 15.
_SINCE = {(kind, "access_method"): 15 for kind in (Kind.TABLE, Kind.MATERIALIZED_VIEW)}
# An index of a partition cannot be taken from its parent's again, nor a constraint be inherited alone again.
_ONE_WAY = {
    *((Kind.CONSTRAINT, "attached_to"), (Kind.INDEX, "attached_to"), (Kind.CONSTRAINT, "inherited")),
    (Kind.COLUMN, "not_null_inherited"),
}
# Of what takes long, so many are left out between two where not all major versions are tested.
_EVERY = 4
PARTITIONS = Path(__file__).with_name("partitions.sql")


def planned(a: Database, b: Database, scratch: Scratch, *, proof: bool = True) -> Plan:
    """What makes one database like the other."""
    sides = (LiveSource("a", a, None), LiveSource("b", b, None))
    return plan(*sides, scratch, Wanted(Selection.of((), cosmetic=True), proof=proof))


def apply(database: Database, found: Plan) -> None:
    """Run a plan as psql does."""
    with connect(database, autocommit=True) as connection:
        for statement in found.statements:
            connection.execute(statement.encode())


def become(a: Database, b: Database, scratch: Scratch, *, proof: bool = False) -> None:
    """Make one database like the other, and see that nothing is left to do."""
    apply(a, planned(a, b, scratch, proof=proof))
    assert between(a, b) == ()


def _wanted(major: int, *, plantable: bool) -> Iterator[tuple[int, AttributeCase]]:
    for number, case in enumerate(CASES):
        if (
            case.since <= major <= case.until
            and is_plantable(case) is plantable
            and is_said(case)
            and (case.kind, case.attribute) not in _IMPOSSIBLE
            and major >= _SINCE.get((case.kind, case.attribute), 0)
        ):
            yield number, case


@pytest.mark.parametrize("back", [False, True], ids=["forth", "back"])
@pytest.mark.parametrize("major", [pytest.param(one, marks=pytest.mark.major(one)) for one in chosen_majors()])
def test_every_attribute_at_once(on_major: Databases, scratch: Scratch, major: int, back: bool) -> None:
    plants = [
        planted(case, f"case_{number}")
        for number, case in _wanted(major, plantable=True)
        if not (back and (case.kind, case.attribute) in _ONE_WAY)
    ]
    sides = [on_major.fresh(CITEXT) for _ in range(2)]
    for side in sides:
        assert "".join(run(side, (one.both for one in plants))) == ""
    assert "".join(run(sides[1], (one.second for one in plants))) == ""
    a, b = reversed(sides) if back else sides
    become(a, b, scratch)
    if major >= TIES_SAID_SINCE:
        assert dumped(a, on_major.server) == dumped(b, on_major.server)


@pytest.mark.parametrize(
    ("major", "number"),
    [
        pytest.param(major, number, marks=pytest.mark.major(major), id=f"{major}-{number}")
        for major in many_majors()
        for number, case in _wanted(major, plantable=False)
        if case.kind is not Kind.ROLE and not case.identity.startswith("role ")
    ][:: 1 if more_majors() else _EVERY],
)
def test_an_attribute_of_what_is_in_no_schema(on_major: Databases, scratch: Scratch, number: int) -> None:
    case = CASES[number]
    first, second = (on_major.fresh(case.setup) for _ in range(2))
    execute(second, case.change)
    there, back = planned(first, second, scratch, proof=False), planned(second, first, scratch, proof=False)
    apply(first, there)
    assert between(first, second) == ()
    apply(first, back)
    assert [one.identity for one in between(first, second)] == [one.identity for one in there.differences]


@pytest.mark.parametrize(
    "arrival", [one for one in ARRIVALS if one.kind not in (Kind.ROLE, Kind.SECURITY_LABEL)], ids=lambda one: one.kind
)
def test_what_comes_and_goes(databases: Databases, scratch: Scratch, arrival: Arrival) -> None:
    known = arrival.named("thing")
    without, having = (databases.fresh(known.setup) for _ in range(2))
    execute(having, known.statements)
    there, back = planned(without, having, scratch, proof=False), planned(having, without, scratch, proof=False)
    apply(without, there)
    assert between(without, having) == ()
    apply(having, back)
    assert len(planned(having, without, scratch, proof=False).differences) == len(there.differences)


def test_one_of_each_kind(each_databases: Databases, scratch: Scratch) -> None:
    made = ALL_KINDS.partition("SET allow_system_table_mods")[0]
    empty, full = each_databases.fresh(), each_databases.fresh(made)
    there, back = planned(empty, full, scratch, proof=False), planned(full, empty, scratch, proof=False)
    apply(empty, there)
    assert between(empty, full) == ()
    apply(full, back)
    assert between(each_databases.fresh(), full) == ()


_SHOP = """
CREATE TYPE state AS ENUM ('new', 'paid');
CREATE TABLE orders (id serial PRIMARY KEY, total integer, state state DEFAULT 'new', note varchar(10));
CREATE VIEW totals WITH (security_barrier) AS SELECT id, total FROM orders;
CREATE MATERIALIZED VIEW sums AS SELECT sum(total) AS sum FROM totals; CREATE UNIQUE INDEX one ON sums (sum);
CREATE FUNCTION check_order() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER checked BEFORE UPDATE OF total ON orders FOR EACH ROW EXECUTE FUNCTION check_order();
ALTER TABLE orders DISABLE TRIGGER checked;
CREATE POLICY large ON orders USING (total > 10); ALTER TABLE orders ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON totals TO PUBLIC; COMMENT ON VIEW totals IS 'of all orders';
"""
_ROWS = """
INSERT INTO orders (total, state, note) VALUES (1, 'new', 'a'), (20, 'paid', NULL); REFRESH MATERIALIZED VIEW sums
"""
_CHANGE = """
ALTER TYPE state ADD VALUE 'packed' BEFORE 'paid';
DROP MATERIALIZED VIEW sums; DROP VIEW totals; DROP TRIGGER checked ON orders; DROP POLICY large ON orders;
ALTER TABLE orders ALTER total TYPE numeric(12, 2), ALTER note TYPE text, ALTER state SET DEFAULT 'packed',
    ADD COLUMN paid boolean NOT NULL DEFAULT false;
CREATE VIEW totals WITH (security_barrier) AS SELECT id, total FROM orders;
CREATE MATERIALIZED VIEW sums AS SELECT sum(total) AS sum FROM totals; CREATE UNIQUE INDEX one ON sums (sum);
CREATE TRIGGER checked BEFORE UPDATE OF total ON orders FOR EACH ROW EXECUTE FUNCTION check_order();
ALTER TABLE orders DISABLE TRIGGER checked;
CREATE POLICY large ON orders USING (total > 10);
GRANT SELECT ON totals TO PUBLIC; COMMENT ON VIEW totals IS 'of all orders';
"""


def test_rows_stay_and_what_steps_aside_comes_back(each_databases: Databases, scratch: Scratch) -> None:
    a, b = each_databases.fresh(_SHOP), each_databases.fresh(_SHOP)
    for statement in re.split(r";\n", _CHANGE.strip().rstrip(";")):
        execute(b, statement)
    execute(a, _ROWS)
    become(a, b, scratch, proof=True)
    assert rows(a, "SELECT id, total::text, state::text, note, paid FROM orders ORDER BY id") == [
        (1, "1.00", "new", "a", False),
        (2, "20.00", "paid", None, False),
    ]
    assert rows(a, "SELECT sum::text FROM sums") == [("21.00",)]
    assert rows(a, "INSERT INTO orders (total) VALUES (3) RETURNING id, state::text") == [(3, "packed")]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("serial", "integer GENERATED ALWAYS AS IDENTITY"),
        ("integer GENERATED BY DEFAULT AS IDENTITY", "bigserial"),
        ("serial", "integer GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME other)"),
        ("integer GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME other)", "serial"),
    ],
)
def test_a_column_goes_on_counting(databases: Databases, scratch: Scratch, one: str, other: str) -> None:
    a, b = (databases.fresh(f"CREATE TABLE t (id {made}, a text)") for made in (one, other))
    execute(a, "INSERT INTO t (a) VALUES ('a'), ('b')")
    become(a, b, scratch, proof=True)
    assert rows(a, "INSERT INTO t (a) VALUES ('c') RETURNING id") == [(3,)]


def test_what_cannot_be_done_without_losing_rows_is_refused(databases: Databases, scratch: Scratch) -> None:
    a = databases.fresh("CREATE TABLE t (a integer, b integer) PARTITION BY RANGE (a)")
    b = databases.fresh("CREATE TABLE t (a integer, b integer) PARTITION BY RANGE (b)")
    with pytest.raises(PlanError, match=r"table public\.t cannot be changed in place \(partition_key\)"):
        planned(a, b, scratch)


def test_a_copy_of_a_foreign_key_that_is_called_otherwise_is_refused(databases: Databases, scratch: Scratch) -> None:
    there = """CREATE TABLE r (id integer PRIMARY KEY);
        CREATE TABLE p (id integer, r integer CONSTRAINT k REFERENCES r) PARTITION BY LIST (id);
        CREATE TABLE p1 (id integer, r integer {});"""
    check, attach = "CONSTRAINT k CHECK (r > 0)", "ALTER TABLE p ATTACH PARTITION p1 FOR VALUES IN (1)"
    a, b = databases.fresh(there.format(f", {check}") + attach), databases.fresh(there.format(f", {check}"))
    with pytest.raises(PlanError, match=r"that is not called public\.p1/k, because another constraint is: rename that"):
        planned(a, b, scratch)
    become(databases.fresh(there.format("") + attach), databases.fresh(there.format("")), scratch, proof=True)


def test_a_plan_that_leaves_something_is_not_shown(
    databases: Databases, scratch: Scratch, monkeypatch: pytest.MonkeyPatch
) -> None:
    a, b = databases.fresh(), databases.fresh("CREATE TABLE t (a integer)")
    monkeypatch.setattr("sync.planning.planner.changes", lambda *_: ())
    with pytest.raises(ProofError, match=r"leaves \d differences \(added table public\.t"):
        planned(a, b, scratch)


def test_a_plan_that_fails_is_not_shown(
    databases: Databases, scratch: Scratch, monkeypatch: pytest.MonkeyPatch
) -> None:
    a, b = databases.fresh(), databases.fresh("CREATE TABLE t (a integer)")
    monkeypatch.setattr("sync.planning.value.COMMIT", "SELECT 1 / 0")
    with pytest.raises(ProofError, match=r"fails on a copy: division by zero, in: SELECT 1 / 0"):
        planned(a, b, scratch)


def test_default_privileges_do_not_leak_into_what_is_made(databases: Databases, scratch: Scratch) -> None:
    setup = """
        DO $$ BEGIN CREATE ROLE leaky; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;
        ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO leaky;
        ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
    """
    made = "CREATE TABLE t (a integer); CREATE FUNCTION f() RETURNS integer LANGUAGE sql RETURN 1"
    a, b = databases.fresh(setup), databases.fresh(setup)
    execute(b, f"{made}; REVOKE ALL ON t FROM leaky; GRANT EXECUTE ON FUNCTION f() TO PUBLIC")
    become(a, b, scratch, proof=True)


def test_roles_are_changed_and_not_made_where_it_is_proven(
    databases: Databases, databases_15: Databases, scratch: Scratch
) -> None:
    made = "CREATE ROLE plan_role CREATEDB; CREATE TABLE t (a integer); GRANT SELECT ON t TO plan_role"
    a, b = databases.fresh("CREATE TABLE t (a integer)"), databases_15.fresh(made)
    try:
        sides = (LiveSource("a", a, None), LiveSource("b", b, None))
        found = plan(*sides, scratch, Wanted(Selection.of(["role", "privilege"])))
        assert found.proven
        assert found.is_proven_in_part
        assert any("CREATE ROLE plan_role;" in one for one in found.statements)
        assert rows(a, "SELECT rolcreatedb FROM pg_roles WHERE rolname = 'plan_role'") == [(False,)]
    finally:
        execute(b, "DROP OWNED BY plan_role; DROP ROLE plan_role")
        execute(a, "DROP ROLE IF EXISTS plan_role")


def test_labels_are_given_to_what_is_there_to_what_is_new_and_to_what_is_made_again(
    databases: Databases, scratch: Scratch
) -> None:
    label = """SET allow_system_table_mods = on;
        INSERT INTO pg_seclabel VALUES ('{}'::regclass, 'pg_class'::regclass, 0, 'p', 'secret');"""
    there = "CREATE TABLE old (a integer); CREATE TABLE t (a integer); CREATE VIEW v AS SELECT a FROM t;"
    a = databases.fresh(there + label.format("v"))
    execute(a, label.format("old").replace("secret", "public"))
    b = databases.fresh(there.replace("a integer", "a bigint") + "CREATE TABLE new (a integer);" + label.format("v"))
    for one in ("old", "new"):
        execute(b, label.format(one))
    found = plan(LiveSource("a", a, None), LiveSource("b", b, None), scratch)
    assert found.proven
    assert found.is_proven_in_part
    assert {one for one in found.statements if "LABEL" in one} == {
        "SECURITY LABEL FOR p ON TABLE public.new IS 'secret'",
        "SECURITY LABEL FOR p ON TABLE public.old IS 'secret'",
        "SECURITY LABEL FOR p ON VIEW public.v IS 'secret'",
    }


_CHOSEN = """
    CREATE TABLE old (a integer PRIMARY KEY, b integer NOT NULL UNIQUE CHECK (b > 0), c integer REFERENCES old (b));
    ALTER TABLE old RENAME TO t; COMMENT ON CONSTRAINT old_b_key ON t IS 'x'; ALTER TABLE t CLUSTER ON old_b_key;
    CREATE DOMAIN d AS integer CHECK (VALUE > 0) CHECK (VALUE < 9);
    CREATE TABLE p (a integer, CHECK (a > 0), CHECK (a > 1)) PARTITION BY LIST (a);
    CREATE TABLE p1 PARTITION OF p FOR VALUES IN (7);
"""
_CHOSEN_AGAIN = """
    CREATE TABLE t (a integer PRIMARY KEY, b bigint NOT NULL UNIQUE CHECK (b > 0), c integer REFERENCES t (b));
    COMMENT ON CONSTRAINT t_b_key ON t IS 'y'; ALTER TABLE t REPLICA IDENTITY USING INDEX t_b_key;
    CREATE DOMAIN d AS integer CHECK (VALUE < 9) CHECK (VALUE > 0);
    CREATE TABLE p (a integer, CHECK (a > 1), CHECK (a > 0)) PARTITION BY LIST (a);
    CREATE TABLE p1 PARTITION OF p FOR VALUES IN (7);
"""


@pytest.mark.parametrize("cosmetic", [False, True])
def test_names_that_postgresql_chose_stay_or_become_the_same(
    databases: Databases, scratch: Scratch, cosmetic: bool
) -> None:
    a, b = databases.fresh(_CHOSEN), databases.fresh(_CHOSEN_AGAIN)
    wanted = Wanted(Selection.of((), cosmetic=cosmetic), reverse=True)
    found = plan(LiveSource("a", a, None), LiveSource("b", b, None), scratch, wanted)
    assert found.reverse is not None
    assert (found.reverse.refused, found.reverse.proven) == ("", True)
    assert any("RENAME CONSTRAINT" in one for one in found.statements) is cosmetic
    apply(a, found)
    left = between(a, b)
    assert (left == ()) is cosmetic
    assert all(one.cosmetic for one in left)


def test_a_name_that_is_free_only_when_something_else_is_gone(databases: Databases, scratch: Scratch) -> None:
    a = databases.fresh("CREATE TABLE x (a integer); CREATE TABLE y (a integer); CREATE INDEX i ON x (a)")
    b = databases.fresh("CREATE VIEW x AS SELECT 1 AS a; CREATE TABLE y (a integer); CREATE INDEX i ON y (a)")
    become(a, b, scratch, proof=True)


def test_what_is_said_of_an_index_comes_after_it(databases: Databases, scratch: Scratch) -> None:
    table = "CREATE TABLE t (a integer NOT NULL, b integer NOT NULL)"
    a = databases.fresh(table)
    b = databases.fresh(f"""{table}; CREATE UNIQUE INDEX i ON t (a); ALTER TABLE t ADD CONSTRAINT k UNIQUE (b);
        ALTER TABLE t REPLICA IDENTITY USING INDEX i; ALTER TABLE t CLUSTER ON k""")
    become(a, b, scratch, proof=True)
    become(a, databases.fresh(table), scratch, proof=True)


def test_partitions_and_children_come_and_go(each_databases: Databases, scratch: Scratch) -> None:
    a, b = each_databases.fresh(), each_databases.fresh(PARTITIONS.read_text(encoding="utf-8"))
    become(a, b, scratch, proof=True)
    execute(b, "ALTER TABLE events DETACH PARTITION late; ALTER TABLE events DROP COLUMN note; DROP TABLE grandchild")
    become(a, b, scratch, proof=True)
    become(a, each_databases.fresh(), scratch, proof=True)


def test_a_partition_of_a_parent_that_comes(databases: Databases, scratch: Scratch) -> None:
    a = databases.fresh("CREATE TABLE old (a integer PRIMARY KEY, b text); INSERT INTO old VALUES (1, 'x')")
    b = databases.fresh("""CREATE TABLE whole (a integer PRIMARY KEY, b text) PARTITION BY RANGE (a);
        CREATE TABLE old PARTITION OF whole FOR VALUES FROM (0) TO (10)""")
    become(a, b, scratch, proof=True)
    assert rows(a, "SELECT b FROM whole") == [("x",)]


def test_tables_go_whose_columns_need_each_other(databases: Databases, scratch: Scratch) -> None:
    a = databases.fresh("""CREATE TABLE a (id serial); CREATE TABLE b (id serial);
        ALTER TABLE a ADD of_b integer DEFAULT nextval('b_id_seq');
        ALTER TABLE b ADD of_a integer DEFAULT nextval('a_id_seq');
        CREATE FUNCTION of_a(a) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 1';
        CREATE FUNCTION of_b(b) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 1';
        ALTER TABLE a ADD computed integer GENERATED ALWAYS AS (of_b(NULL)) STORED;
        ALTER TABLE b ADD computed integer GENERATED ALWAYS AS (of_a(NULL)) STORED""")
    become(a, databases.fresh(), scratch)


def test_an_error_leaves_everything_as_it_was(databases: Databases, scratch: Scratch) -> None:
    a = databases.fresh("CREATE TABLE t (a text); INSERT INTO t VALUES ('x')")
    b = databases.fresh("CREATE TABLE t (a integer); CREATE TABLE before (a integer)")
    found = planned(a, b, scratch)
    with pytest.raises(psycopg.errors.InvalidTextRepresentation):
        apply(a, found)
    assert len(between(a, b)) == len(found.differences)
