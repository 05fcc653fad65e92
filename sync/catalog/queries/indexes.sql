-- Indexes of tables and materialized views, without those that a constraint brought along.
SELECT 'index' AS kind,
       n.nspname AS schema,
       c.relname AS relation,
       ic.relname AS name,
       '' AS signature,
       pg_get_indexdef(x.indexrelid) AS definition,
       x.indisvalid AS valid,
       (SELECT format('%%I.%%I', pn.nspname, pc.relname)
          FROM pg_inherits AS h
          JOIN pg_class AS pc ON pc.oid = h.inhparent
          JOIN pg_namespace AS pn ON pn.oid = pc.relnamespace
         WHERE h.inhrelid = x.indexrelid) AS attached_to,
       ts.spcname AS tablespace,
       ARRAY(SELECT format('%%s %%s', a.attnum, a.attstattarget)
               FROM pg_attribute AS a
              WHERE a.attrelid = x.indexrelid AND a.attstattarget >= 0
              ORDER BY a.attnum) AS statistics,
       ARRAY(SELECT quote_ident(oe.extname)
               FROM pg_depend AS o
               JOIN pg_extension AS oe ON oe.oid = o.refobjid
              WHERE o.classid = 'pg_class'::regclass AND o.objid = x.indexrelid AND o.deptype = 'x'
              ORDER BY oe.extname) AS depends_on_extensions
  FROM pg_index AS x
  JOIN pg_class AS ic
    ON ic.oid = x.indexrelid
  JOIN pg_class AS c
    ON c.oid = x.indrelid
  JOIN pg_namespace AS n
    ON n.oid = c.relnamespace
  LEFT JOIN pg_tablespace AS ts
    ON ts.oid = ic.reltablespace
 WHERE c.relkind IN ('r', 'p', 'm')
   AND c.relnamespace = ANY (%(schemas)s::oid[])
   AND NOT EXISTS (SELECT FROM pg_constraint AS k
                    WHERE k.conindid = x.indexrelid AND k.conrelid = x.indrelid AND k.contype IN ('p', 'u', 'x'))
   AND NOT EXISTS (SELECT FROM pg_depend AS e
                    WHERE e.classid = 'pg_class'::regclass AND e.objid IN (c.oid, ic.oid) AND e.deptype = 'e')
 ORDER BY n.nspname, c.relname, ic.relname
