"""Whether an index is what a statement without a name would build: an empty copy of the table gets it, and tells."""

from collections.abc import Iterable
from typing import Any

import postgast
import psycopg

from sync.parsing import unwrapped

Connection = psycopg.Connection[tuple[Any, ...]]

_COPY = "schemabot_copy"
# Some columns of pg_index are not in all versions. Its numbers of columns are left out: the copy has others.
_LOOKS = """
SELECT i.indexrelid::bigint::text, c.relam, c.reloptions, i.indnkeyatts, i.indclass::text, i.indcollation::text,
       i.indoption::text, i.indisunique, pg_catalog.to_jsonb(i) -> 'indnullsnotdistinct',
       ARRAY(SELECT pg_catalog.pg_get_indexdef(i.indexrelid, n, false)
               FROM pg_catalog.generate_series(1, i.indnatts) AS n),
       pg_catalog.pg_get_expr(i.indpred, i.indrelid)
  FROM pg_catalog.pg_index AS i JOIN pg_catalog.pg_class AS c ON c.oid = i.indexrelid
 WHERE i.indexrelid = ANY(%s::oid[]) OR i.indrelid = pg_catalog.to_regclass(%s)
"""


def alike(connection: Connection, text: str, relation: str, oids: Iterable[str]) -> frozenset[str] | None:
    """Which of some indexes are what a statement would build.

    Args:
        connection: In autocommit.
        text: The statement.
        relation: The table that it is about, as SQL names it.
        oids: Numbers of indexes of that table.

    Returns:
        The numbers of these; None where it cannot be told, as who deploys may make no temporary table, or the index
        cannot be built on another one.

    Raises:
        psycopg.Error: The connection was lost.
    """
    wanted = list(oids)
    try:
        with connection.transaction(force_rollback=True):
            connection.execute(_encoded(connection, f"CREATE TEMPORARY TABLE {_COPY} (LIKE {relation})"))
            connection.execute(_encoded(connection, _on_copy(text)))
            found = connection.execute(_LOOKS.encode(), [wanted, f"pg_temp.{_COPY}"]).fetchall()
    except psycopg.Error:
        if connection.closed:
            raise
        return None
    looks = {oid: look for oid, *look in found}
    (model,) = (look for oid, look in looks.items() if oid not in wanted)
    return frozenset(oid for oid in wanted if looks.get(oid) == model)


def _on_copy(text: str) -> str:
    parsed = postgast.parse(text)
    _, node = unwrapped(parsed.stmts[0].stmt)
    node.relation.schemaname, node.relation.relname = "pg_temp", _COPY
    node.concurrent, node.if_not_exists, node.table_space = False, False, ""
    return str(postgast.deparse(parsed))


def _encoded(connection: Connection, text: str) -> bytes:
    return text.encode(connection.info.encoding)
