-- How large relations are that schemas and names stand for: rows as they were last counted, bytes on disk. The rows of
-- a partitioned table are in its partitions. Before PostgreSQL 14 no rows on no pages may mean that nobody has counted.
WITH RECURSIVE named AS (
    SELECT c.oid, w.schema, w.name
      FROM unnest(%(schemas)s::text[], %(names)s::text[]) AS w (schema, name)
      JOIN pg_catalog.pg_namespace AS n ON n.nspname = w.schema
      JOIN pg_catalog.pg_class AS c ON c.relnamespace = n.oid AND c.relname = w.name
), part AS (
    SELECT oid AS whole, oid FROM named
     UNION ALL
    SELECT p.whole, h.inhrelid
      FROM part AS p
      JOIN pg_catalog.pg_class AS c ON c.oid = p.oid AND c.relkind IN ('p', 'I')
      JOIN pg_catalog.pg_inherits AS h ON h.inhparent = p.oid
), measured AS (
    SELECT p.whole,
           CASE WHEN c.relkind IN ('p', 'I') THEN NULL
                WHEN c.reltuples < 0 THEN -1
                WHEN c.reltuples = 0 AND c.relpages = 0
                     AND pg_catalog.current_setting('server_version_num')::integer < 140000 THEN -1
                ELSE c.reltuples END AS rows,
           CASE WHEN c.relkind IN ('p', 'I') THEN 0
                ELSE pg_catalog.pg_total_relation_size(c.oid) END AS bytes
      FROM part AS p
      JOIN pg_catalog.pg_class AS c ON c.oid = p.oid
)
SELECT n.schema,
       n.name,
       CASE WHEN min(m.rows) >= 0 THEN sum(m.rows)::bigint END AS rows,
       coalesce(sum(m.bytes), 0)::bigint AS bytes
  FROM named AS n
  JOIN measured AS m ON m.whole = n.oid
 GROUP BY n.schema, n.name
