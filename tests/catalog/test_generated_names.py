"""Constraints that differ only in a name that PostgreSQL chose are the same."""

import pytest

from sync.catalog.across import comparable
from sync.compare import compare
from sync.selection import Selection
from tests.support.catalogs import Shown, read, shown
from tests.support.servers import Databases

NAMED = "CREATE TABLE t (a int, b int, c int);"


def found(databases: Databases, before: str, after: str, *, cosmetic: bool = False) -> set[Shown]:
    a, b = (read(databases.fresh(NAMED + made)) for made in (before, after))
    return shown(Selection(cosmetic=cosmetic).keep(compare(*comparable(a, b))))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "ALTER TABLE t ADD CHECK (a > b); ALTER TABLE t ADD CHECK (b > c)",
            "ALTER TABLE t ADD CHECK (b > c); ALTER TABLE t ADD CHECK (a > b)",
        ),
        ("ALTER TABLE t ADD CHECK (a > b)", "ALTER TABLE t ADD CONSTRAINT t_check7 CHECK (a > b)"),
        (
            "ALTER TABLE t ADD PRIMARY KEY (a)",
            "ALTER TABLE t RENAME TO u; ALTER TABLE u ADD PRIMARY KEY (a); ALTER TABLE u RENAME TO t",
        ),
        ("ALTER TABLE t ADD UNIQUE (a)", "ALTER TABLE t ADD CONSTRAINT old_a_key UNIQUE (a)"),
        (
            "CREATE TABLE k (i int PRIMARY KEY); ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES k",
            "CREATE TABLE k (i int PRIMARY KEY); ALTER TABLE t ADD CONSTRAINT t_a_fkey1 FOREIGN KEY (a) REFERENCES k",
        ),
        (
            "CREATE DOMAIN d AS int CHECK (VALUE > 1) CHECK (VALUE < 9)",
            "CREATE DOMAIN d AS int CHECK (VALUE < 9) CHECK (VALUE > 1)",
        ),
        (
            "ALTER TABLE t ADD CHECK (a > b); COMMENT ON CONSTRAINT t_check ON t IS 'x'",
            "ALTER TABLE t ADD CONSTRAINT t_check1 CHECK (a > b); COMMENT ON CONSTRAINT t_check1 ON t IS 'x'",
        ),
        (
            "ALTER TABLE t ADD UNIQUE (a); COMMENT ON INDEX t_a_key IS 'x'",
            "ALTER TABLE t ADD CONSTRAINT t_a_key1 UNIQUE (a); COMMENT ON INDEX t_a_key1 IS 'x'",
        ),
        (
            "ALTER TABLE t ADD PRIMARY KEY (a); ALTER TABLE t CLUSTER ON t_pkey, REPLICA IDENTITY USING INDEX t_pkey",
            """ALTER TABLE t ADD CONSTRAINT "T'_pkey" PRIMARY KEY (a);
               ALTER TABLE t CLUSTER ON "T'_pkey", REPLICA IDENTITY USING INDEX "T'_pkey\"""",
        ),
        (
            """CREATE TABLE p (i int PRIMARY KEY) PARTITION BY LIST (i);
               CREATE TABLE q PARTITION OF p FOR VALUES IN (1, 2) PARTITION BY LIST (i);
               CREATE TABLE r PARTITION OF q FOR VALUES IN (1)""",
            """CREATE TABLE old_p (i int PRIMARY KEY) PARTITION BY LIST (i); ALTER TABLE old_p RENAME TO p;
               CREATE TABLE old_q PARTITION OF p FOR VALUES IN (1, 2) PARTITION BY LIST (i);
               ALTER TABLE old_q RENAME TO q; CREATE TABLE r PARTITION OF q FOR VALUES IN (1)""",
        ),
    ],
)
def test_only_the_name_differs(databases: Databases, before: str, after: str) -> None:
    assert found(databases, before, after) == set()
    assert found(databases, after, before) == set()
    assert {(change, attributes) for change, _, _, attributes in found(databases, before, after, cosmetic=True)} == {
        ("changed", ("generated_name",))
    }


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (  # a name that a person chose
            "ALTER TABLE t ADD CONSTRAINT positive CHECK (a > 0)",
            "ALTER TABLE t ADD CONSTRAINT above CHECK (a > 0)",
            {("removed", "constraint", "public.t/positive", ()), ("added", "constraint", "public.t/above", ())},
        ),
        (  # twice on one side
            "ALTER TABLE t ADD CHECK (a > b)",
            "ALTER TABLE t ADD CHECK (a > b); ALTER TABLE t ADD CHECK (a > b)",
            {("added", "constraint", "public.t/t_check1", ())},
        ),
        (  # another meaning under the old name
            "ALTER TABLE t ADD CHECK (a > b)",
            "ALTER TABLE t ADD CHECK (a > c); ALTER TABLE t ADD CHECK (a > b)",
            {
                ("changed", "constraint", "public.t/t_check", ("definition",)),
                ("added", "constraint", "public.t/t_check1", ()),
            },
        ),
        (
            "ALTER TABLE t ADD CONSTRAINT t_check CHECK (a > b); COMMENT ON CONSTRAINT t_check ON t IS 'x'",
            "ALTER TABLE t ADD CONSTRAINT t_check1 CHECK (a > b); COMMENT ON CONSTRAINT t_check1 ON t IS 'y'",
            {("changed", "comment", "constraint public.t/t_check", ("text",))},
        ),
    ],
)
def test_what_more_than_the_name_differs(databases: Databases, before: str, after: str, expected: set[Shown]) -> None:
    assert found(databases, before, after) == expected
