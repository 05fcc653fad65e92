"""Partitions that pg_partman makes are not compared one by one; those that people declare are."""

from tests.support.catalogs import between, read, shown
from tests.support.readers import reader
from tests.support.servers import Databases

# pg_partman as the reader sees it: PostgreSQL's packages do not bring it along.
PARTMAN = """
CREATE SCHEMA partman; CREATE TABLE partman.part_config (parent_table text PRIMARY KEY);
SET allow_system_table_mods = on;
INSERT INTO pg_extension (oid, extname, extowner, extnamespace, extrelocatable, extversion)
VALUES (90001, 'pg_partman', 10, 'partman'::regnamespace, false, '5.0');
INSERT INTO pg_depend VALUES ('pg_class'::regclass, 'partman.part_config'::regclass, 0,
                              'pg_extension'::regclass, 90001, 0, 'e');
SET allow_system_table_mods = off;
"""
TABLES = """
CREATE TABLE events (at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE "Odd.one" (at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE declared (at date NOT NULL) PARTITION BY RANGE (at);
CREATE INDEX by_day ON events (at);
"""
MANAGED = f"{TABLES} {PARTMAN} INSERT INTO partman.part_config VALUES ('public.events'), ('public.Odd.one');"
MADE = """
CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2026-11-01') TO ('2026-12-01') PARTITION BY RANGE (at);
CREATE TABLE events_1_1 PARTITION OF events_1 FOR VALUES FROM ('2026-11-01') TO ('2026-11-02');
CREATE TABLE odd_1 PARTITION OF "Odd.one" FOR VALUES FROM ('2026-11-01') TO ('2026-12-01');
COMMENT ON TABLE events_1_1 IS 'first'; GRANT SELECT ON events_1_1 TO PUBLIC; ALTER TABLE events_1_1 ADD UNIQUE (at);
"""


def test_partitions_that_are_managed_are_not_compared(each_databases: Databases) -> None:
    a, b = each_databases.fresh(MANAGED), each_databases.fresh(MANAGED + MADE)
    assert between(a, b) == ()
    assert between(b, a) == ()


def test_not_on_the_other_side_either(databases: Databases) -> None:
    plain = databases.fresh(TABLES + PARTMAN + MADE.replace("'2026-11-02'", "'2026-11-03'"))
    assert between(databases.fresh(MANAGED + MADE), plain) == ()
    assert between(plain, databases.fresh(MANAGED)) == ()


def test_their_parent_is(databases: Databases) -> None:
    a = databases.fresh(MANAGED + MADE)
    b = databases.fresh(f"{MANAGED} {MADE} ALTER TABLE events ADD note text; DROP INDEX by_day;")
    assert shown(between(a, b)) == {
        ("added", "column", "public.events/note", ()),
        ("removed", "index", "public.events/by_day", ()),
    }


def test_partitions_that_people_declared_are(databases: Databases) -> None:
    declared = "CREATE TABLE first PARTITION OF declared FOR VALUES FROM ('2026-11-01') TO ('2026-12-01');"
    a, b = databases.fresh(MANAGED), databases.fresh(MANAGED + declared)
    assert {("added", "table", "public.first", ())} <= shown(between(a, b))


def test_what_is_left_out_is_known(databases: Databases) -> None:
    found = read(databases.fresh(MANAGED + MADE)).surroundings
    assert found.managed == {"public.events", "public.events_1", 'public."Odd.one"'}
    assert found.partitions == {("public", "events_1"), ("public", "events_1_1"), ("public", "odd_1")}


def test_a_reader_who_may_not_look_compares_them_and_says_so(each_databases: Databases) -> None:
    database = each_databases.fresh(MANAGED + MADE)
    with reader(database, "partitions_reader") as limited:
        catalog = read(limited)
    (said,) = [one.message for one in catalog.diagnostics if one.code == "not-readable"]
    assert said.endswith(
        "the partitions that pg_partman makes are compared one by one: this role may not read partman.part_config"
    )
