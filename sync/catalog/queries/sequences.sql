-- Sequences that stand for themselves or serve a default; those of identity columns come with their columns.
SELECT 'sequence' AS kind,
       n.nspname AS schema,
       '' AS relation,
       c.relname AS name,
       '' AS signature,
       format_type(s.seqtypid, NULL) AS type,
       s.seqstart AS start,
       s.seqincrement AS increment,
       s.seqmin AS minimum,
       s.seqmax AS maximum,
       s.seqcache AS cache,
       s.seqcycle AS cycle,
       CASE c.relpersistence WHEN 'u' THEN 'unlogged' ELSE 'permanent' END AS persistence,
       (SELECT format('%%I.%%I.%%I', tn.nspname, t.relname, a.attname)
          FROM pg_depend AS d
          JOIN pg_class AS t ON t.oid = d.refobjid
          JOIN pg_namespace AS tn ON tn.oid = t.relnamespace
          JOIN pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
         WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
           AND d.refclassid = 'pg_class'::regclass AND d.deptype = 'a') AS owned_by
  FROM pg_class AS c
  JOIN pg_namespace AS n
    ON n.oid = c.relnamespace
  JOIN pg_sequence AS s
    ON s.seqrelid = c.oid
 WHERE c.relkind = 'S'
   AND c.relnamespace = ANY (%(schemas)s::oid[])
   AND NOT EXISTS (SELECT FROM pg_depend AS e
                    WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid AND e.deptype IN ('e', 'i'))
 ORDER BY n.nspname, c.relname
