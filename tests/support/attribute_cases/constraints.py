"""Constraints of tables, and indexes."""

from sync.model import Kind
from tests.support.attribute_cases.case import AttributeCase

_KEY = "CREATE TABLE t (a integer NOT NULL, b text, CONSTRAINT k UNIQUE (a)); CREATE EXTENSION citext;"
_CHECK = "CREATE TABLE t (a integer, CONSTRAINT k CHECK (a > 0));"
_REFERENCE = """
CREATE TABLE r (a integer PRIMARY KEY); CREATE TABLE t (a integer, CONSTRAINT k FOREIGN KEY (a) REFERENCES r);
"""
_REFERENCE_AGAIN = "ALTER TABLE t DROP CONSTRAINT k; ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (a) REFERENCES r {}"
_EXCLUSION = "CREATE TABLE t (a int4range, CONSTRAINT k EXCLUDE USING gist (a WITH &&));"
_EXPRESSION = "CREATE TABLE t (a integer, CONSTRAINT k EXCLUDE USING btree ((a + 1) WITH =, a WITH =));"
_PARTITIONED = """
CREATE TABLE p (a integer) PARTITION BY LIST (a); CREATE TABLE t PARTITION OF p FOR VALUES IN (1);
CREATE TABLE t2 PARTITION OF p FOR VALUES IN (2);
"""
_INHERITED = """
CREATE TABLE parent (a integer, CONSTRAINT k CHECK (a > 0)); CREATE TABLE t (a integer) INHERITS (parent);
"""
_INDEX = """
CREATE TABLE t (a integer, b text, c integer); CREATE INDEX i ON t (a, lower(b)); CREATE EXTENSION citext;
"""


def _constraint(attribute: str, setup: str, change: str, since: int = 13, along: tuple[str, ...] = ()) -> AttributeCase:
    return AttributeCase(Kind.CONSTRAINT, attribute, setup, change, "public.t/k", since, along=along)


def _key(definition: str, since: int = 13) -> AttributeCase:
    change = f"ALTER TABLE t DROP CONSTRAINT k; ALTER TABLE t ADD CONSTRAINT k {definition}"
    return _constraint("definition", _KEY, change, since)


def _reference(definition: str, since: int = 13) -> AttributeCase:
    return _constraint("definition", _REFERENCE, _REFERENCE_AGAIN.format(definition), since)


def _index(attribute: str, change: str, setup: str = _INDEX, since: int = 13) -> AttributeCase:
    return AttributeCase(Kind.INDEX, attribute, setup, change, "public.t/i", since)


def _redefined(definition: str, since: int = 13) -> AttributeCase:
    return _index("definition", f"DROP INDEX i; CREATE {definition}", since=since)


CASES = (
    _constraint(
        "type",
        _KEY,
        "ALTER TABLE t DROP CONSTRAINT k; ALTER TABLE t ADD CONSTRAINT k PRIMARY KEY (a)",
        along=("definition",),
    ),
    _key("UNIQUE (b)"),
    _key("UNIQUE (a, b)"),
    _key("UNIQUE (a) INCLUDE (b)"),
    _key("UNIQUE (a) DEFERRABLE"),
    _key("UNIQUE (a) DEFERRABLE INITIALLY DEFERRED"),
    _key("UNIQUE NULLS NOT DISTINCT (a)", 15),
    _constraint(
        "definition",
        "CREATE EXTENSION btree_gist; CREATE TABLE t (a integer, v daterange, CONSTRAINT k UNIQUE (a, v));",
        "ALTER TABLE t DROP CONSTRAINT k; ALTER TABLE t ADD CONSTRAINT k UNIQUE (a, v WITHOUT OVERLAPS)",
        18,
    ),
    _constraint("definition", _CHECK, "ALTER TABLE t DROP CONSTRAINT k; ALTER TABLE t ADD CONSTRAINT k CHECK (a > 1)"),
    _constraint(
        "definition",
        _CHECK,
        "ALTER TABLE t DROP CONSTRAINT k; ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0) NO INHERIT",
    ),
    _constraint(
        "definition",
        _CHECK,
        "ALTER TABLE t DROP CONSTRAINT k; ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0) NOT VALID",
    ),
    _constraint(
        "definition",
        _CHECK,
        "ALTER TABLE t DROP CONSTRAINT k; ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0) NOT ENFORCED",
        18,
    ),
    _reference("ON DELETE CASCADE"),
    _reference("ON UPDATE SET NULL"),
    _reference("ON DELETE SET NULL (a)", 15),
    _reference("MATCH FULL"),
    _reference("DEFERRABLE"),
    _reference("DEFERRABLE INITIALLY DEFERRED"),
    _reference("NOT VALID"),
    _reference("NOT ENFORCED", 18),
    _constraint(
        "definition",
        "CREATE SCHEMA s; CREATE TABLE s.r (a integer PRIMARY KEY); " + _REFERENCE,
        "ALTER TABLE t DROP CONSTRAINT k; ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (a) REFERENCES s.r",
    ),
    _constraint(
        "definition",
        _EXCLUSION,
        "ALTER TABLE t DROP CONSTRAINT k; ALTER TABLE t ADD CONSTRAINT k EXCLUDE USING gist (a WITH =)",
    ),
    _constraint(
        "definition",
        _EXCLUSION,
        """ALTER TABLE t DROP CONSTRAINT k;
        ALTER TABLE t ADD CONSTRAINT k EXCLUDE USING gist (a WITH &&) WHERE (a <> 'empty')""",
    ),
    _constraint("inherited", _INHERITED, "ALTER TABLE t NO INHERIT parent; ALTER TABLE t INHERIT parent"),
    _constraint("firing", _REFERENCE, "ALTER TABLE t DISABLE TRIGGER ALL"),
    _constraint("firing", _REFERENCE, "UPDATE pg_trigger SET tgenabled = 'A' WHERE tgrelid = 't'::regclass"),
    _constraint("index_valid", _KEY, "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'k'::regclass"),
    _constraint("index_options", _KEY, "ALTER INDEX k SET (fillfactor = 50)"),
    _constraint("index_statistics", _EXPRESSION, "ALTER INDEX k ALTER COLUMN 1 SET STATISTICS 100"),
    _constraint("index_depends_on_extensions", _KEY, "ALTER INDEX k DEPENDS ON EXTENSION citext"),
    _constraint("tablespace", _KEY, "ALTER INDEX k SET TABLESPACE elsewhere"),
    _constraint(
        "attached_to",
        f"{_PARTITIONED} CREATE UNIQUE INDEX i ON ONLY p (a); ALTER TABLE t ADD CONSTRAINT k UNIQUE (a);",
        "ALTER INDEX i ATTACH PARTITION k",
    ),
    _redefined("UNIQUE INDEX i ON t (a, lower(b))"),
    _redefined("INDEX i ON t (a DESC, lower(b))"),
    _redefined("INDEX i ON t (a NULLS FIRST, lower(b))"),
    _redefined("INDEX i ON t (a, upper(b))"),
    _redefined("INDEX i ON t (a, lower(b)) INCLUDE (c)"),
    _redefined("INDEX i ON t (a, lower(b)) WHERE a > 0"),
    _redefined("INDEX i ON t (a, lower(b) text_pattern_ops)"),
    _redefined('INDEX i ON t (a, lower(b) COLLATE "C")'),
    _redefined("INDEX i ON t (a, lower(b)) WITH (fillfactor = 50)"),
    _index("definition", "ALTER INDEX i RESET (fillfactor)", f"{_INDEX} ALTER INDEX i SET (fillfactor = 50);"),
    _index(
        "definition",
        "DROP INDEX i; CREATE INDEX i ON t USING hash (a)",
        f"{_INDEX} DROP INDEX i; CREATE INDEX i ON t (a);",
    ),
    _index(
        "definition",
        "DROP INDEX i; CREATE INDEX i ON t USING gist (d gist_trgm_ops(siglen = 64))",
        "CREATE EXTENSION pg_trgm; CREATE TABLE t (d text); CREATE INDEX i ON t USING gist (d gist_trgm_ops);",
    ),
    _index(
        "definition",
        "DROP INDEX i; CREATE UNIQUE INDEX i ON t (a) NULLS NOT DISTINCT",
        "CREATE TABLE t (a integer); CREATE UNIQUE INDEX i ON t (a);",
        15,
    ),
    _index("valid", "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'i'::regclass"),
    _index(
        "attached_to",
        "ALTER INDEX whole ATTACH PARTITION i",
        f"{_PARTITIONED} CREATE INDEX whole ON ONLY p (a); CREATE INDEX i ON t (a);",
    ),
    _index("tablespace", "ALTER INDEX i SET TABLESPACE elsewhere"),
    _index("statistics", "ALTER INDEX i ALTER COLUMN 2 SET STATISTICS 500"),
    _index("depends_on_extensions", "ALTER INDEX i DEPENDS ON EXTENSION citext"),
)
