"""The safer way leads to the same schema, keeps rows, and holds no strong lock while all of a table is read."""

import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import psycopg
import pytest
from psycopg import Connection
from psycopg.errors import Diagnostic

from sync.catalog import Scope
from sync.catalog.across import comparable
from sync.compare import compare
from sync.model import Kind
from sync.plan.actions import Action, Runs
from sync.plan.batches import Batch, batched
from sync.plan.change import changes
from sync.plan.export import SETTINGS
from sync.plan.online import online
from sync.plan.whole import Whole
from sync.postgres.database import Database
from sync.postgres.session import connect
from tests.support.attribute_cases.case import AttributeCase
from tests.support.attribute_cases.every import CASES as CASES_OF_ATTRIBUTES
from tests.support.attribute_cases.every import TABLESPACE
from tests.support.catalogs import between, read
from tests.support.planting import CITEXT, is_plantable, is_said, planted, run
from tests.support.servers import Databases, chosen_majors, execute, rows

_DEPENDENCIES = Scope(dependencies=True)
# What the server says of a statement that reads or writes all of a table.
_READS = re.compile(r'(?:verifying|rewriting) table "(\w+)"|building index "\w+" on table "(\w+)"')
_LOCKED = """
SELECT c.relname
  FROM pg_locks AS l
  JOIN pg_class AS c ON c.oid = l.relation
 WHERE l.pid = pg_backend_pid() AND c.relkind IN ('r', 'p', 'm') AND c.relnamespace <> 'pg_catalog'::regnamespace
   AND l.mode IN ('ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
"""
_TABLES = "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p', 'm')"


@dataclass(slots=True)
class Runner:
    """Runs a plan as psql does, and notes what it reads under which locks.

    Attributes:
        strong: The statements that read a table that was there while one was locked so that writes have to wait.
        alone: Those in no transaction that read one.
    """

    connection: Connection[tuple[object, ...]]
    strong: list[str] = field(default_factory=list)
    alone: list[str] = field(default_factory=list)
    _heard: list[str] = field(default_factory=list)

    def run(self, batches: Sequence[Batch]) -> None:
        """Run all statements."""
        there = {str(name) for (name,) in self.connection.execute(_TABLES)}
        self.connection.add_notice_handler(self._hear)
        for setting in (*SETTINGS, "SET client_min_messages = debug1"):
            self.connection.execute(setting.encode())
        for batch in batches:
            if batch.in_transaction:
                with self.connection.transaction():
                    self._run(batch, there)
            else:
                self._run(batch, there)

    def _run(self, batch: Batch, there: set[str]) -> None:
        for statement in batch.statements:
            self._heard.clear()
            self.connection.execute(statement.sql.encode(), binary=True)
            found = {name for text in self._heard for names in _READS.findall(text) for name in names} & there
            if found and not batch.in_transaction:
                self.alone.append(statement.sql)
            elif found and any(name in there for (name,) in self.connection.execute(_LOCKED)):
                self.strong.append(statement.sql)

    def _hear(self, said: Diagnostic) -> None:
        self._heard.append(said.message_primary or "")


def found(a: Database, b: Database) -> tuple[Action, ...]:
    """What makes one database like the other, in the safer way."""
    before, after = comparable(read(a, _DEPENDENCIES), read(b, _DEPENDENCIES))
    actions = changes(before, after, compare(before, after))
    return online(actions, Whole(before), Whole(after), before.major)


def apply(database: Database, batches: Sequence[Batch]) -> Runner:
    """Run some batches, each as it says."""
    with connect(database, autocommit=True) as connection:
        runner = Runner(connection)
        runner.run(batches)
    return runner


def counted(database: Database) -> dict[str, int]:
    """How many rows each table has of its own."""
    tables = rows(database, "SELECT oid::regclass::text FROM pg_class WHERE relkind = 'r' AND oid >= 16384")
    return {name: rows(database, f"SELECT count(*) FROM ONLY {name}")[0][0] for (name,) in tables}


def become(a: Database, b: Database) -> Runner:
    """Make one database like the other, and see that nothing is left to do, and that nobody had to wait for long."""
    actions = found(a, b)
    assert any(one.runs is not Runs.TOGETHER for one in actions)
    runner = apply(a, batched(actions))
    assert between(a, b) == ()
    assert runner.strong == []
    assert all(" CONCURRENTLY " in statement for statement in runner.alone)
    return runner


_T = (
    "CREATE TABLE t (a integer, b text, c integer); INSERT INTO t SELECT i, 'b' || i, i FROM generate_series(1, 300) i;"
)
_R = "CREATE TABLE r (a integer PRIMARY KEY); INSERT INTO r SELECT generate_series(1, 300);"
_P = """
CREATE TABLE p (a integer, b integer) PARTITION BY RANGE (a);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (100);
CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (100) TO (400); INSERT INTO p SELECT i, i FROM generate_series(1, 300) i;
"""


@dataclass(frozen=True, slots=True)
class Case:
    """A change of tables with rows.

    Attributes:
        before: SQL that makes what is there.
        change: SQL that makes what is to be there of that.
        since: The first major version that has it.
    """

    before: str
    change: str
    since: int = 13


CASES = {
    "index": Case(_T, "CREATE INDEX i ON t (a)"),
    "index with all it may have": Case(
        _T,
        f"""CREATE UNIQUE INDEX "I x" ON t (lower(b) text_pattern_ops DESC NULLS LAST, a) INCLUDE (c)
            WITH (fillfactor = 50) TABLESPACE {TABLESPACE} WHERE a <> 7;
        ALTER INDEX "I x" ALTER COLUMN 1 SET STATISTICS 300; ALTER INDEX "I x" DEPENDS ON EXTENSION citext;
        COMMENT ON INDEX "I x" IS 'x'""",
    ),
    "index that takes the place of another": Case(
        f"{_T} CREATE UNIQUE INDEX i ON t (a); ALTER TABLE t CLUSTER ON i;",
        "DROP INDEX i; CREATE UNIQUE INDEX i ON t (c)",
    ),
    "index that goes": Case(f"{_T} CREATE INDEX i ON t (a);", "DROP INDEX i"),
    "index of a materialized view": Case(
        f"{_T} CREATE MATERIALIZED VIEW m AS SELECT * FROM t;", "CREATE INDEX i ON m (a); CREATE INDEX j ON m (b)"
    ),
    "index of partitions": Case(_P, "CREATE INDEX i ON p (b)"),
    "foreign key": Case(
        _R + _T, "ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (a) REFERENCES r ON DELETE CASCADE DEFERRABLE"
    ),
    "foreign key that is another": Case(
        f"{_R} {_T} ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (a) REFERENCES r;",
        "ALTER TABLE t DROP CONSTRAINT k; ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (c) REFERENCES r DEFERRABLE",
    ),
    "foreign key of partitions": Case(_R + _P, "ALTER TABLE p ADD CONSTRAINT k FOREIGN KEY (a) REFERENCES r", since=18),
    "check": Case(_T, "ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0 AND b <> ' NOT VALID')"),
    "check of partitions": Case(_P, "ALTER TABLE p ADD CONSTRAINT k CHECK (a >= 0)"),
    "check that becomes valid": Case(
        f"{_T} ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0) NOT VALID;",
        "ALTER TABLE t VALIDATE CONSTRAINT k; ALTER TABLE t DROP c",
    ),
    "check of a domain": Case(
        "CREATE DOMAIN d AS integer; CREATE TABLE t (a d); INSERT INTO t VALUES (1);",
        "ALTER DOMAIN d ADD CONSTRAINT k CHECK (VALUE > 0)",
    ),
    "unique": Case(
        _T,
        f"""CREATE UNIQUE INDEX k ON t (b, a) INCLUDE (c) WITH (fillfactor = 50) TABLESPACE {TABLESPACE};
        ALTER TABLE t ADD CONSTRAINT k UNIQUE USING INDEX k DEFERRABLE INITIALLY DEFERRED;
        ALTER TABLE t ADD CONSTRAINT "of a" UNIQUE (a); ALTER TABLE t REPLICA IDENTITY FULL;
        COMMENT ON CONSTRAINT k ON t IS 'x'""",
    ),
    "unique with nulls that are not distinct": Case(
        _T, "ALTER TABLE t ADD CONSTRAINT k UNIQUE NULLS NOT DISTINCT (a)", since=15
    ),
    "primary key": Case(_T, "ALTER TABLE t ADD CONSTRAINT k PRIMARY KEY (a, c)"),
    "primary key that is another": Case(
        f"{_T} ALTER TABLE t ADD PRIMARY KEY (a);",
        "ALTER TABLE t DROP CONSTRAINT t_pkey; ALTER TABLE t ADD PRIMARY KEY (c)",
    ),
    "keys of partitions": Case(_P, "ALTER TABLE p ADD CONSTRAINT k PRIMARY KEY (a), ADD CONSTRAINT u UNIQUE (b, a)"),
    "not null": Case(
        f"{_T} CREATE TABLE u (d text) INHERITS (t);",
        "ALTER TABLE t ALTER a SET NOT NULL, ALTER b SET NOT NULL, ALTER b SET DEFAULT 'x'",
    ),
    "not null of partitions": Case(_P, "ALTER TABLE p ALTER b SET NOT NULL"),
    "not null that is not inherited": Case(_T, "ALTER TABLE t ADD CONSTRAINT n NOT NULL a NO INHERIT", since=18),
    "not null that is inherited": Case(
        f"{_T} ALTER TABLE t ADD CONSTRAINT n NOT NULL a NO INHERIT;",
        "ALTER TABLE t ALTER CONSTRAINT n INHERIT",
        since=18,
    ),
    "not null that becomes valid": Case(
        f"{_T} ALTER TABLE t ADD CONSTRAINT n NOT NULL a NOT VALID;", "ALTER TABLE t VALIDATE CONSTRAINT n", since=18
    ),
    "partition that goes": Case(
        f"{_P} ALTER TABLE p ADD CHECK (b > 0);", "ALTER TABLE p DETACH PARTITION p2", since=14
    ),
    "column with values of its own": Case(
        _T, """ALTER TABLE t ADD "50% ü" uuid NOT NULL DEFAULT gen_random_uuid(), ADD e integer DEFAULT 2"""
    ),
    "column of partitions": Case(_P, "ALTER TABLE p ADD d double precision NOT NULL DEFAULT random() + 1"),
    "column that counts": Case(
        f"{_T} CREATE SEQUENCE s;", "ALTER TABLE t ADD id bigint DEFAULT nextval('s') PRIMARY KEY"
    ),
}


def sides(databases: Databases, cases: Mapping[str, Case]) -> tuple[Database, Database]:
    """A database with what is there, and one with what is to be there: each case in a schema that has its name."""
    a, b = (databases.fresh(CITEXT) for _ in range(2))
    for name, case in cases.items():
        here = f'SET search_path = "{name}", public;'
        for side in (a, b):
            execute(side, f'CREATE SCHEMA "{name}"; {here} {case.before}')
        for statement in (f"{here} {case.change}").split("; "):
            execute(b, f"{here} {statement}")
    return a, b


@pytest.mark.parametrize("major", [pytest.param(one, marks=pytest.mark.major(one)) for one in chosen_majors()])
def test_the_same_schema_in_the_end(on_major: Databases, major: int) -> None:
    cases = {name: case for name, case in CASES.items() if case.since <= major}
    a, b = sides(on_major, cases)
    before = counted(a)
    assert {one.step[0].schema for one in found(a, b) if one.runs is not Runs.TOGETHER} == cases.keys()
    become(a, b)
    assert counted(a) == before


_ORDERS = """
CREATE TABLE orders (id integer PRIMARY KEY, note text) WITH (fillfactor = 50);
INSERT INTO orders SELECT i, 'note' || i FROM generate_series(1, 20000) i;
"""


def test_rows_that_are_written_meanwhile_are_right(each_databases: Databases) -> None:
    a, b = (each_databases.fresh(_ORDERS) for _ in range(2))
    execute(b, "ALTER TABLE orders ADD token uuid NOT NULL DEFAULT gen_random_uuid()")
    done = threading.Event()
    written: list[int] = []

    def write() -> None:
        with connect(a, autocommit=True) as connection:
            number = 20000
            while not done.is_set():
                number += 1
                connection.execute("INSERT INTO orders VALUES (%s, 'new')", [number])
                connection.execute(
                    "UPDATE orders SET note = note || '!' WHERE id BETWEEN %s AND %s",
                    [number % 20000, number % 20000 + 50],
                )
                connection.execute("UPDATE orders SET note = note || '?' WHERE id = %s", [20000 - number % 20000])
            written.append(number)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        become(a, b)
    finally:
        done.set()
        writer.join()
    [last] = written
    assert last > 20001
    assert rows(a, "SELECT count(*), count(token), count(DISTINCT token) FROM orders") == [(last, last, last)]
    assert rows(a, "SELECT sum(length(note) - length(rtrim(note, '!?'))) FROM orders")[0][0] >= (last - 20000) * 51


_PAGES = """
CREATE TABLE t (id integer, note text) WITH (fillfactor = 50); ALTER TABLE t ALTER note SET STORAGE PLAIN;
INSERT INTO t SELECT i, repeat('x', 200) FROM generate_series(1, 3000) i; DELETE FROM t WHERE id <= 50;
"""


def test_a_row_that_is_locked_and_moves_to_a_page_that_was_filled_is_filled(databases: Databases) -> None:
    a, b = (databases.fresh(_PAGES) for _ in range(2))
    execute(b, "ALTER TABLE t ADD r double precision DEFAULT random()")
    execute(a, "VACUUM t")
    first, *others = batched(found(a, b))
    apply(a, [first])
    with connect(a) as other:
        other.execute("SELECT 1 FROM t WHERE id = 2900 FOR UPDATE")
        filling = threading.Thread(target=apply, args=(a, others))
        filling.start()
        while rows(a, "SELECT count(*) FROM t WHERE r IS NULL") != [(1,)]:
            pass
        moved = "UPDATE t SET note = repeat('y', 5000) WHERE id = 2900 RETURNING (ctid::text::point)[0] < 5, r"
        assert other.execute(moved).fetchall() == [(True, None)]
        other.commit()
        filling.join()
    assert rows(a, "SELECT count(*) FROM t WHERE r IS NULL") == [(0,)]
    assert between(a, b) == ()


def test_rows_do_not_change_but_for_the_column(databases: Databases) -> None:
    """A trigger would note that they were updated; so they are not."""
    table = """
        CREATE TABLE t (a integer PRIMARY KEY, changed integer DEFAULT 0); INSERT INTO t VALUES (1), (2);
        CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS
            'BEGIN NEW.changed := OLD.changed + 1; RETURN NEW; END';
    """
    trigger = "CREATE TRIGGER noted BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION note()"
    a, b = (databases.fresh(f"{table} {trigger}") for _ in range(2))
    execute(b, "ALTER TABLE t ADD r double precision NOT NULL DEFAULT random()")
    apply(a, batched(found(a, b)))
    assert between(a, b) == ()
    assert rows(a, "SELECT DISTINCT changed FROM t WHERE r IS NOT NULL") == [(0,)]


_KEYED = "CREATE TABLE t (a integer PRIMARY KEY);"
_RANDOM = "ALTER TABLE t ADD r double precision DEFAULT random()"
_STAYS = {
    "of a table that is new": Case(
        "", "CREATE TABLE t (a integer PRIMARY KEY REFERENCES t, CHECK (a > 0)); CREATE INDEX i ON t (a)"
    ),
    "whose rows a policy hides": Case(f"{_KEYED} ALTER TABLE t FORCE ROW LEVEL SECURITY", _RANDOM),
    "whose rows a rule answers for": Case(f"{_KEYED} CREATE RULE r AS ON UPDATE TO t DO INSTEAD NOTHING", _RANDOM),
    "with rows that a check refuses": Case(f"{_KEYED} ALTER TABLE t ADD CHECK (a > 0) NOT VALID", _RANDOM),
    "whose rows are published and have no key": Case(
        "CREATE TABLE t (a integer); CREATE PUBLICATION p FOR TABLE t", _RANDOM
    ),
    "of a domain": Case(
        f"CREATE DOMAIN d AS double precision CHECK (VALUE >= 0); {_KEYED}", "ALTER TABLE t ADD r d DEFAULT random()"
    ),
    "with one value": Case(_KEYED, "ALTER TABLE t ADD r timestamptz NOT NULL DEFAULT now()"),
    "with numbers of its own": Case(_KEYED, "ALTER TABLE t ADD r integer GENERATED ALWAYS AS IDENTITY"),
    "that is not checked": Case(_KEYED, "ALTER TABLE t ADD CHECK (a > 0) NOT VALID"),
    "of what is elsewhere": Case(
        """CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w;
        CREATE FOREIGN TABLE t (a integer) SERVER s""",
        "ALTER FOREIGN TABLE t ADD CHECK (a > 0), ALTER a SET NOT NULL",
    ),
    "that moves": Case(
        """CREATE TABLE p (a integer) PARTITION BY LIST (a); CREATE TABLE q (a integer) PARTITION BY LIST (a);
        CREATE TABLE t PARTITION OF p FOR VALUES IN (1)""",
        "ALTER TABLE p DETACH PARTITION t; ALTER TABLE q ATTACH PARTITION t FOR VALUES IN (1)",
    ),
    "beside one for all others": Case(
        """CREATE TABLE p (a integer) PARTITION BY LIST (a); CREATE TABLE rest PARTITION OF p DEFAULT;
        CREATE TABLE t PARTITION OF p FOR VALUES IN (1)""",
        "ALTER TABLE p DETACH PARTITION t",
    ),
}


def test_what_stays_as_it_is(databases: Databases) -> None:
    a, b = sides(databases, _STAYS)
    actions = found(a, b)
    assert {one.step[0].schema for one in actions} >= _STAYS.keys()
    assert [one for one in actions if one.runs is not Runs.TOGETHER] == []
    apply(a, batched(actions))
    assert between(a, b) == ()


def test_a_key_of_partitions_that_may_not_be_unchecked(databases_15: Databases) -> None:
    a, b = (databases_15.fresh(_R + _P) for _ in range(2))
    execute(b, "ALTER TABLE p ADD CONSTRAINT k FOREIGN KEY (a) REFERENCES r")
    apply(a, batched(found(a, b)))
    assert between(a, b) == ()


def test_rows_of_a_type_of_rows_have_to_be_there(databases: Databases) -> None:
    """`IS NOT NULL` does not hold for a row without a value in one of its columns."""
    made = "CREATE TYPE pair AS (x integer, y integer); CREATE DOMAIN twin AS pair; CREATE TABLE t (a pair, b twin)"
    a, b = (databases.fresh(f"{made}; INSERT INTO t VALUES ((1, NULL), (1, NULL))") for _ in range(2))
    execute(b, "ALTER TABLE t ALTER a SET NOT NULL, ALTER b SET NOT NULL")
    apply(a, batched(found(a, b)))
    assert between(a, b) == ()


_TRY = """
CREATE TABLE r (a integer PRIMARY KEY); INSERT INTO r VALUES (1), (2);
CREATE TABLE t (a integer UNIQUE, b integer, c integer); CREATE INDEX i ON t (a);
INSERT INTO t VALUES (1, 1, 1), (2, 2, 2);
"""
_TRIED = """
DROP INDEX i; CREATE UNIQUE INDEX i ON t (b);
ALTER TABLE t DROP CONSTRAINT t_a_key; ALTER TABLE t ADD CONSTRAINT t_a_key UNIQUE (b), ADD CONSTRAINT k UNIQUE (c);
ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (b) REFERENCES r, ADD CHECK (b > 0), ALTER c SET NOT NULL;
"""


def test_a_new_plan_goes_on_where_one_has_ended(databases: Databases) -> None:
    template, b = databases.fresh(_TRY, name="tried"), databases.fresh(_TRY + _TRIED)
    batches = batched(found(template, b))
    assert len(batches) > 10
    for ended in range(1, len(batches)):
        a = databases.fresh(template="tried")
        apply(a, batches[:ended])
        apply(a, batched(found(a, b)))
        assert between(a, b) == ()


@pytest.mark.parametrize("change", ["CREATE UNIQUE INDEX i ON t (b)", "ALTER TABLE t ADD CONSTRAINT i UNIQUE (b)"])
def test_what_failed_can_be_tried_again(databases: Databases, change: str) -> None:
    a, b = (databases.fresh("CREATE TABLE t (a integer, b integer)") for _ in range(2))
    execute(a, "INSERT INTO t VALUES (1, 1), (2, 1)")
    execute(b, change)
    batches = batched(found(a, b))
    with pytest.raises(psycopg.errors.UniqueViolation):
        apply(a, batches)
    execute(a, "UPDATE t SET b = a")
    apply(a, batches)
    assert between(a, b) == ()


def test_a_name_that_is_taken(databases: Databases) -> None:
    a, b = (
        databases.fresh("CREATE TABLE t (a integer, CONSTRAINT schemabot_not_null CHECK (a > 0))") for _ in range(2)
    )
    execute(b, "ALTER TABLE t ALTER a SET NOT NULL")
    become(a, b)


# What PostgreSQL has no statement for, unless what is in the table is lost, and what cannot be undone.
_IMPOSSIBLE = {(Kind.TABLE, "partition_key"), (Kind.COLUMN, "inherited")}
_ONE_WAY = {(Kind.CONSTRAINT, "attached_to"), (Kind.INDEX, "attached_to"), (Kind.CONSTRAINT, "inherited")}


_NO_SAFER_WAY = (
    *(" SET LOGGED", " SET UNLOGGED", " ATTACH PARTITION ", " TYPE ", " STORED", " EXCLUDE USING ", " SET EXPRESSION "),
)


def _wanted(major: int, *, back: bool) -> Iterator[AttributeCase]:
    left_out = _IMPOSSIBLE | _ONE_WAY if back else _IMPOSSIBLE
    for case in CASES_OF_ATTRIBUTES:
        if case.since <= major <= case.until and is_plantable(case) and is_said(case):
            yield from [case] if (case.kind, case.attribute) not in left_out else []


@pytest.mark.parametrize(
    ("major", "back"),
    [
        pytest.param(
            major, bool(number % 2), marks=pytest.mark.major(major), id=f"{major}-{'back' if number % 2 else 'forth'}"
        )
        for number, major in enumerate(chosen_majors())
    ],
)
def test_every_attribute_at_once(on_major: Databases, major: int, back: bool) -> None:
    plants = [planted(case, f"case_{number}") for number, case in enumerate(_wanted(major, back=back))]
    first, second = (on_major.fresh(CITEXT) for _ in range(2))
    for side in (first, second):
        assert "".join(run(side, (one.both for one in plants))) == ""
    assert "".join(run(second, (one.second for one in plants))) == ""
    a, b = (second, first) if back else (first, second)
    runner = apply(a, batched(found(a, b)))
    assert between(a, b) == ()
    assert [one for one in runner.strong if not any(words in one for words in _NO_SAFER_WAY)] == []
