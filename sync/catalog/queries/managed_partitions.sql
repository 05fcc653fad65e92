-- The partitioned tables that pg_partman looks after, and everything below them.
WITH RECURSIVE managed (parent, partition) AS (
    SELECT c.oid, h.inhrelid
      FROM {config} AS m
      JOIN pg_namespace AS n ON starts_with(m.parent_table, n.nspname || '.')
      JOIN pg_class AS c ON c.relnamespace = n.oid AND n.nspname || '.' || c.relname = m.parent_table
      LEFT JOIN pg_inherits AS h ON h.inhparent = c.oid
    UNION
    SELECT h.inhparent, h.inhrelid
      FROM managed AS m
      JOIN pg_inherits AS h ON h.inhparent = m.partition
)
SELECT m.parent::regclass::text AS parent, n.nspname AS schema, c.relname AS partition
  FROM managed AS m
  LEFT JOIN pg_class AS c ON c.oid = m.partition
  LEFT JOIN pg_namespace AS n ON n.oid = c.relnamespace
