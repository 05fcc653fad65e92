-- Columns of tables, partitioned tables and foreign tables, in physical order.
SELECT 'column' AS kind,
       n.nspname AS schema,
       c.relname AS relation,
       a.attname AS name,
       '' AS signature,
       format_type(a.atttypid, a.atttypmod) AS type,
       a.attnotnull AS not_null,
       CASE WHEN a.attnotnull THEN nn.options END AS not_null_options,
       CASE WHEN a.attgenerated = '' THEN pg_get_expr(d.adbin, d.adrelid) END AS "default",
       CASE a.attgenerated WHEN 's' THEN 'stored' WHEN 'v' THEN 'virtual' END AS generated,
       CASE WHEN a.attgenerated <> '' THEN pg_get_expr(d.adbin, d.adrelid) END AS generated_as,
       CASE a.attidentity WHEN 'a' THEN 'always' WHEN 'd' THEN 'by default' END AS identity_column,
       CASE WHEN a.attidentity <> ''
            THEN (SELECT format('%%I.%%I %%s start %%s increment %%s minvalue %%s maxvalue %%s cache %%s%%s%%s',
                                qn.nspname, qc.relname, format_type(q.seqtypid, NULL),
                                q.seqstart, q.seqincrement, q.seqmin, q.seqmax, q.seqcache,
                                CASE WHEN q.seqcycle THEN ' cycle' ELSE '' END,
                                CASE WHEN qc.relpersistence = c.relpersistence THEN ''
                                     WHEN qc.relpersistence = 'u' THEN ' unlogged' ELSE ' logged' END)
                    FROM pg_depend AS o
                    JOIN pg_sequence AS q ON q.seqrelid = o.objid
                    JOIN pg_class AS qc ON qc.oid = q.seqrelid
                    JOIN pg_namespace AS qn ON qn.oid = qc.relnamespace
                   WHERE o.classid = 'pg_class'::regclass AND o.deptype = 'i'
                     AND o.refclassid = 'pg_class'::regclass
                     AND o.refobjid = a.attrelid AND o.refobjsubid = a.attnum) END AS identity_sequence,
       CASE WHEN a.attcollation <> t.typcollation
            THEN (SELECT format('%%I.%%I', cn.nspname, co.collname)
                    FROM pg_collation AS co
                    JOIN pg_namespace AS cn ON cn.oid = co.collnamespace
                   WHERE co.oid = a.attcollation) END AS collation,
       CASE WHEN a.attstorage <> t.typstorage
            THEN CASE a.attstorage WHEN 'p' THEN 'plain' WHEN 'e' THEN 'external'
                                   WHEN 'm' THEN 'main' WHEN 'x' THEN 'extended' END END AS storage,
       {compression} AS compression,
       nullif(a.attstattarget, -1)::int4 AS statistics,
       CASE WHEN a.attoptions IS NULL THEN '{{}}'
            ELSE ARRAY(SELECT o FROM unnest(a.attoptions) AS o ORDER BY o COLLATE "C") END AS options,
       CASE WHEN a.attfdwoptions IS NULL THEN '{{}}'
            ELSE ARRAY(SELECT o FROM unnest(a.attfdwoptions) AS o ORDER BY o COLLATE "C") END AS foreign_options,
       NOT a.attislocal AS inherited
  FROM pg_attribute AS a
  JOIN pg_class AS c
    ON c.oid = a.attrelid
  JOIN pg_namespace AS n
    ON n.oid = c.relnamespace
  JOIN pg_type AS t
    ON t.oid = a.atttypid
  LEFT JOIN pg_attrdef AS d
    ON d.adrelid = a.attrelid AND d.adnum = a.attnum AND a.atthasdef
  LEFT JOIN ({not_null_options}) AS nn
    ON nn.relation = a.attrelid AND nn.number = a.attnum
 WHERE a.attnum > 0
   AND NOT a.attisdropped
   AND c.relkind IN ('r', 'p', 'f')
   AND c.relnamespace = ANY (%(schemas)s::oid[])
   AND NOT EXISTS (SELECT FROM pg_depend AS e
                    WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid AND e.deptype = 'e')
 ORDER BY n.nspname, c.relname, a.attnum
