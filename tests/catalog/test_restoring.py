"""A schema that was dumped and restored is the same schema, whatever its text has become."""

import subprocess

import pytest

from sync.catalog.deparsed import settled
from sync.diff import diff
from sync.postgres.database import Database
from sync.postgres.embedded import EmbeddedServer
from sync.shadow.scratch import Scratch
from sync.sources import LiveSource
from tests.support.catalogs import between, shown
from tests.support.servers import Databases, clients, rows

SCHEMA = """
    CREATE TABLE t (id int PRIMARY KEY, v varchar(20) CHECK (v IN ('a', 'b,]', E'\\\\''(')), w varchar NOT NULL,
        is_a boolean GENERATED ALWAYS AS (v IN ('a', 'b')) STORED);
    CREATE INDEX i ON t (lower(v)) WHERE v NOT IN ('a', 'b');
    CREATE VIEW view AS SELECT * FROM t WHERE v IN ('a', w, 'c');
    CREATE POLICY p ON t USING (v IN ('x', 'y')) WITH CHECK (w IN ('x', 'y'));
    CREATE FUNCTION g(a varchar DEFAULT 'x') RETURNS boolean LANGUAGE sql RETURN a IN ('a', 'b');
    CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
    CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW WHEN (NEW.v IN ('a', 'b')) EXECUTE FUNCTION f();
    CREATE TABLE parts (id int, t int REFERENCES t, v varchar CHECK (v IN ('a', 'b'))) PARTITION BY LIST (id);
    CREATE TABLE part (id int, t int, v varchar, CONSTRAINT own FOREIGN KEY (t) REFERENCES t,
        CONSTRAINT parts_v_check CHECK (v IN ('a', 'b')));
    ALTER TABLE parts ATTACH PARTITION part FOR VALUES IN (1);
"""


TRANSACTION_TIMEOUT_SINCE = 17  # every pg_dump from then on sets it, whatever server it reads


def restored(database: Database, copy: Database, server: EmbeddedServer) -> Database:
    """A copy of a database's schema by way of pg_dump and psql."""
    folder = clients(server).folder
    dump = subprocess.run([folder / "pg_dump", "-s", database.url], check=True, capture_output=True).stdout
    if server.programs.major < TRANSACTION_TIMEOUT_SINCE:
        dump = dump.replace(b"SET transaction_timeout = 0;\n", b"")
    subprocess.run([folder / "psql", "-qX", "-v", "ON_ERROR_STOP=1", copy.url], check=True, input=dump)
    return copy


@pytest.mark.since(14)
def test_a_restored_dump_is_no_difference(each_databases: Databases) -> None:
    database = each_databases.fresh(SCHEMA)
    copy = restored(database, each_databases.fresh(), each_databases.server)
    query = "SELECT pg_get_viewdef('view'::regclass)"
    assert rows(database, query) != rows(copy, query)
    assert between(database, copy) == ()


def test_what_a_dump_and_restore_writes_in_another_way(each_databases: Databases) -> None:
    database = each_databases.fresh(
        """CREATE TABLE t (a int, b bool CHECK (a BETWEEN 1 AND 2 AND b));
        CREATE VIEW v AS SELECT (SELECT 'q'::text) AS y FROM t WHERE a BETWEEN 1 AND 2 AND b"""
    )
    copy = restored(database, each_databases.fresh(), each_databases.server)
    assert between(database, copy) != ()
    with Scratch(each_databases.server) as scratch:
        found = diff(LiveSource("a", database, None), LiveSource("b", copy, None), scratch)
    assert found.equal
    assert found.diagnostics == ()


@pytest.mark.since(14)
def test_one_value_more_is_a_difference_after_a_restore_too(each_databases: Databases) -> None:
    database = each_databases.fresh(SCHEMA)
    copy = restored(
        each_databases.fresh(SCHEMA.replace("IN ('a', w, 'c')", "IN ('a', w)")),
        each_databases.fresh(),
        each_databases.server,
    )
    assert shown(between(database, copy)) == {("changed", "view", "public.view", ("definition",))}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(ARRAY['a'::varchar, b])::text[]", "ARRAY[('a'::varchar)::text, (b)::text]"),
        ("(x = ANY ((ARRAY[f(1, 2), ']'])::text[]))", "(x = ANY (ARRAY[(f(1, 2))::text, (']')::text]))"),
        ("'(ARRAY[1])::text[]' || (ARRAY[2])::text[]", "'(ARRAY[1])::text[]' || ARRAY[(2)::text]"),
        ("(ARRAY[E'\\'])::text['])::text[]", "ARRAY[(E'\\'])::text[')::text]"),
        ('("ARRAY"[1])::text[]', '("ARRAY"[1])::text[]'),
        ("(f(ARRAY[1]))::text[] || (x[1])::text[]", "(f(ARRAY[1]))::text[] || (x[1])::text[]"),
        ("(ARRAY[1] || ARRAY[2])::text[]", "(ARRAY[1] || ARRAY[2])::text[]"),
        ("]) (ARRAY[1])::text[]", "]) ARRAY[(1)::text]"),
    ],
)  # fmt: skip
def test_casts_of_arrays(text: str, expected: str) -> None:
    assert settled(text) == expected
