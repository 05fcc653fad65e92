"""Drawing from what is in a database, always the same for the same seed."""

from collections.abc import Sequence
from random import Random
from typing import Any

import psycopg

from tests.support.corpus import ROLES

OWN = "{0}.oid >= 16384 AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = {0}.oid AND deptype = 'e')"
RELATIONS = f"""
SELECT c.oid::regclass::text FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
 WHERE {OWN.format("c")} AND n.nspname !~ '^(pg_|information_schema$)'
"""
TABLES = f"{RELATIONS} AND c.relkind IN ('r', 'p')"
PARTITIONED = f"{RELATIONS} AND c.relkind = 'p'"
PARTITIONS = f"""
SELECT i.inhparent::regclass::text, i.inhrelid::regclass::text, pg_get_expr(c.relpartbound, c.oid)
  FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid AND {OWN.format("c")} AND c.relispartition
 WHERE c.relkind = 'r'
"""
VIEWS = f"{RELATIONS} AND c.relkind = 'v'"
MATERIALIZED = f"{RELATIONS} AND c.relkind = 'm'"
SEQUENCES = f"{RELATIONS} AND c.relkind = 'S'"
COLUMNS = f"""
SELECT a.attrelid::regclass::text, quote_ident(a.attname), format_type(a.atttypid, a.atttypmod)
  FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid AND c.relkind = 'r' AND {OWN.format("c")}
  JOIN pg_namespace AS n ON n.oid = c.relnamespace AND n.nspname !~ '^(pg_|information_schema$)'
 WHERE a.attnum > 0 AND NOT a.attisdropped
"""
SEEN_COLUMNS = f"""{COLUMNS} AND EXISTS (
    SELECT FROM pg_depend AS d WHERE d.refobjid = a.attrelid AND d.refobjsubid = a.attnum
       AND d.classid = 'pg_rewrite'::regclass)"""
CONSTRAINTS = f"""
SELECT r.conrelid::regclass::text, quote_ident(r.conname) FROM pg_constraint AS r
  JOIN pg_class AS c ON c.oid = r.conrelid AND {OWN.format("c")} WHERE r.contype IN ({{}})
"""
INDEXES = f"""
SELECT i.indexrelid::regclass::text FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid AND {OWN.format("c")}
 WHERE NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = i.indexrelid) AND i.indexrelid::regclass::text !~ '^pg_'
"""
ROUTINES = f"SELECT p.oid::regprocedure::text FROM pg_proc AS p WHERE {OWN.format('p')} AND p.prokind = 'f'"
# Those that no other calls in its text, which PostgreSQL knows nothing of: it is carried out when an index is made.
FREE_ROUTINES = f"""{ROUTINES} AND NOT EXISTS (
    SELECT FROM pg_proc AS other WHERE other.oid <> p.oid AND strpos(other.prosrc, p.proname) > 0)"""
TRIGGER_FUNCTIONS = f"{ROUTINES} AND p.prorettype = 'trigger'::regtype"
TRIGGERS = """
SELECT tgrelid::regclass::text, quote_ident(tgname) FROM pg_trigger WHERE NOT tgisinternal AND tgparentid = 0
"""
ENUMS = f"SELECT t.oid::regtype::text FROM pg_type AS t WHERE {OWN.format('t')} AND t.typtype = 'e'"
LABELS = """
SELECT t.oid::regtype::text, quote_literal(e.enumlabel) FROM pg_enum AS e JOIN pg_type AS t ON t.oid = e.enumtypid
"""
SCHEMAS = "SELECT nspname::regnamespace::text FROM pg_namespace WHERE nspname !~ '^(pg_|information_schema$)'"
POLICIES = "SELECT polrelid::regclass::text, quote_ident(polname) FROM pg_policy"
# A view as it is: what is needed to make it again.
QUERY = "SELECT pg_get_viewdef(%s::regclass)"
VIEWS_OF_COLUMN = """
SELECT DISTINCT r.ev_class::regclass::text FROM pg_depend AS d JOIN pg_rewrite AS r ON r.oid = d.objid
  JOIN pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
 WHERE d.refobjid = %s::regclass AND quote_ident(a.attname) = %s
"""


class Draw:
    """Draws from what is in a database.

    Attributes:
        random: What decides.
        number: Of the edit: names that are made have it in them.
    """

    def __init__(self, connection: psycopg.Connection[tuple[Any, ...]], random: Random) -> None:
        self._connection = connection
        self.random = random
        self.number = 0

    def all(self, query: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """All that a query returns, always in the same order."""
        return sorted(self._connection.execute(query, values or None).fetchall())

    def one(self, query: str, values: Sequence[object] = ()) -> tuple[Any, ...]:
        """One of the rows. Raises `IndexError` where there is none."""
        return self.random.choice(self.all(query, values))

    def of(self, *texts: str) -> str:
        """One of the texts."""
        return self.random.choice(texts)

    @property
    def table(self) -> str:
        """A table."""
        return str(self.one(TABLES)[0])

    @property
    def column(self) -> tuple[str, str, str]:
        """A table, a column of it, and the type of that."""
        table, column, type_ = self.one(COLUMNS)
        return table, column, type_

    @property
    def role(self) -> str:
        """A role."""
        return self.of(*ROLES)

    @property
    def name(self) -> str:
        """A name that is new."""
        return f"edit_{self.number}"

    @property
    def schema(self) -> str:
        """A schema."""
        return str(self.one(SCHEMAS)[0])
