-- Primary key, unique, foreign key, check and exclusion constraints of tables. NOT NULL comes with the columns,
-- constraint triggers with the triggers. A foreign key that points at a partitioned table has a row for each of its
-- partitions as well, and one on a partitioned table a copy on each partition; only the one that people wrote is read,
-- and a copy whose triggers fire in another mode. `firing` is of the triggers that enforce a foreign key,
-- when ALTER TABLE … DISABLE TRIGGER ALL or the like has set them to something else than usual.
SELECT 'constraint' AS kind,
       n.nspname AS schema,
       c.relname AS relation,
       k.conname AS name,
       '' AS signature,
       CASE k.contype WHEN 'p' THEN 'primary key' WHEN 'u' THEN 'unique' WHEN 'f' THEN 'foreign key'
                      WHEN 'c' THEN 'check' WHEN 'x' THEN 'exclude' END AS type,
       pg_get_constraintdef(k.oid) AS definition,
       NOT k.conislocal AS inherited,
       f.firing,
       x.indisvalid AS index_valid,
       ic.reloptions AS index_options,
       CASE WHEN x.indexprs IS NOT NULL  -- columns have none in an index
            THEN (SELECT array_agg(format('%s %s', a.attnum, a.attstattarget) ORDER BY a.attnum)
                    FROM pg_attribute AS a
                   WHERE a.attrelid = x.indexrelid AND a.attnum > 0 AND a.attstattarget >= 0) END AS index_statistics,
       together.names AS index_depends_on_extensions,
       ts.spcname AS tablespace,
       h.inhparent::regclass::text AS attached_to,
       said.description AS comment,
       concat_ws(' ', 'pg_constraint', k.oid) AS address
  FROM pg_constraint AS k
  JOIN pg_class AS c
    ON c.oid = k.conrelid
  JOIN pg_namespace AS n
    ON n.oid = c.relnamespace
  LEFT JOIN pg_constraint AS parent
    ON parent.oid = k.conparentid AND k.conparentid <> 0
  LEFT JOIN pg_index AS x
    ON x.indexrelid = k.conindid AND k.contype IN ('p', 'u', 'x')
  LEFT JOIN pg_class AS ic
    ON ic.oid = x.indexrelid
  LEFT JOIN pg_tablespace AS ts
    ON ts.oid = ic.reltablespace
  LEFT JOIN pg_inherits AS h
    ON h.inhrelid = x.indexrelid AND k.conparentid = 0
  LEFT JOIN (SELECT t.tgconstraint,
                    string_agg(DISTINCT CASE t.tgenabled WHEN 'D' THEN 'disabled'
                                                         WHEN 'R' THEN 'replica' WHEN 'A' THEN 'always' END, ', ') AS firing
               FROM pg_trigger AS t
              WHERE t.tgisinternal AND t.tgconstraint <> 0 AND t.tgenabled <> 'O'
              GROUP BY t.tgconstraint) AS f
    ON f.tgconstraint = k.oid
  LEFT JOIN ({together} 'pg_class'::regclass GROUP BY o.objid) AS together
    ON together.objid = x.indexrelid
  LEFT JOIN pg_description AS said
    ON said.objoid = k.oid AND said.classoid = 'pg_constraint'::regclass
 WHERE k.contype IN ('p', 'u', 'f', 'c', 'x')
   AND c.relnamespace IN ({related})
   AND parent.conrelid IS DISTINCT FROM k.conrelid
   AND (k.contype <> 'f' OR k.conparentid = 0 OR f.firing IS NOT NULL)
   AND c.oid NOT IN ({members} 'pg_class'::regclass)
   AND k.oid NOT IN ({members} 'pg_constraint'::regclass)
