-- Indexes of tables and materialized views, without those that a constraint brought along.
SELECT 'index' AS kind,
       n.nspname AS schema,
       c.relname AS relation,
       ic.relname AS name,
       '' AS signature,
       pg_get_indexdef(x.indexrelid) AS definition,
       x.indisvalid AS valid,
       h.inhparent::regclass::text AS attached_to,
       ts.spcname AS tablespace,
       CASE WHEN x.indexprs IS NOT NULL  -- columns have none in an index
            THEN (SELECT array_agg(format('%s %s', a.attnum, a.attstattarget) ORDER BY a.attnum)
                    FROM pg_attribute AS a
                   WHERE a.attrelid = x.indexrelid AND a.attnum > 0 AND a.attstattarget >= 0) END AS statistics,
       together.names AS depends_on_extensions,
       said.description AS comment,
       concat_ws(' ', 'pg_class', x.indexrelid) AS address
  FROM pg_index AS x
  JOIN pg_class AS ic
    ON ic.oid = x.indexrelid
  JOIN pg_class AS c
    ON c.oid = x.indrelid
  JOIN pg_namespace AS n
    ON n.oid = c.relnamespace
  LEFT JOIN pg_constraint AS k
    ON k.conindid = x.indexrelid AND k.conrelid = x.indrelid AND k.contype IN ('p', 'u', 'x')
  LEFT JOIN pg_inherits AS h
    ON h.inhrelid = x.indexrelid
  LEFT JOIN pg_tablespace AS ts
    ON ts.oid = ic.reltablespace
  LEFT JOIN ({together} 'pg_class'::regclass GROUP BY o.objid) AS together
    ON together.objid = x.indexrelid
  LEFT JOIN pg_description AS said
    ON said.objoid = x.indexrelid AND said.classoid = 'pg_class'::regclass AND said.objsubid = 0
 WHERE c.relkind IN ('r', 'p', 'm')
   AND k.oid IS NULL
   AND c.relnamespace IN ({related})
   AND c.oid NOT IN ({members} 'pg_class'::regclass)
   AND ic.oid NOT IN ({members} 'pg_class'::regclass)
