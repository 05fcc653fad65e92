-- Columns of tables, partitioned tables and foreign tables, in physical order. A default mentions no column, so it is
-- deparsed without the relation: looking up all columns of that takes longer than all the rest. Since PostgreSQL 17 a
-- partition has the identity of its parent, which goes without saying.
SELECT 'column' AS kind,
       n.nspname AS schema,
       c.relname AS relation,
       a.attname AS name,
       '' AS signature,
       format_type(a.atttypid, a.atttypmod) AS type,
       a.attnotnull AS not_null,
       CASE WHEN a.attnotnull THEN nn.options END AS not_null_options,
       CASE WHEN a.attnotnull THEN nn.name END AS not_null_name,
       {not_null_inherited} AS not_null_inherited,
       CASE WHEN a.attgenerated = '' THEN pg_get_expr(d.adbin, 0) END AS "default",
       CASE a.attgenerated WHEN 's' THEN 'stored' WHEN 'v' THEN 'virtual' END AS generated,
       CASE WHEN a.attgenerated <> '' THEN pg_get_expr(d.adbin, d.adrelid) END AS generated_as,
       CASE WHEN NOT c.relispartition OR s.oid IS NOT NULL
            THEN CASE a.attidentity WHEN 'a' THEN 'always' WHEN 'd' THEN 'by default' END END AS identity_column,
       CASE WHEN a.attidentity <> '' AND s.oid IS NOT NULL
            THEN format('%s %s start %s increment %s minvalue %s maxvalue %s cache %s%s%s',
                        s.oid::regclass, format_type(s.seqtypid, NULL),
                        s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache,
                        CASE WHEN s.seqcycle THEN ' cycle' END,
                        CASE WHEN s.relpersistence = c.relpersistence THEN ''
                             WHEN s.relpersistence = 'u' THEN ' unlogged' ELSE ' logged' END) END AS identity_sequence,
       CASE WHEN a.attcollation <> t.typcollation
            THEN (SELECT format('%I.%I', cn.nspname, co.collname)
                    FROM pg_collation AS co
                    JOIN pg_namespace AS cn ON cn.oid = co.collnamespace
                   WHERE co.oid = a.attcollation) END AS collation,
       CASE WHEN a.attstorage <> t.typstorage
            THEN CASE a.attstorage WHEN 'p' THEN 'plain' WHEN 'e' THEN 'external'
                                   WHEN 'm' THEN 'main' WHEN 'x' THEN 'extended' END END AS storage,
       {compression} AS compression,
       nullif(a.attstattarget, -1) AS statistics,
       a.attoptions AS options,
       a.attfdwoptions AS foreign_options,
       NOT a.attislocal AS inherited,
       CASE WHEN a.attacl IS NOT NULL THEN pg_get_userbyid(c.relowner) END AS acl_owner,
       a.attacl::text[] AS acl,
       said.description AS comment,
       concat_ws(' ', 'pg_class', a.attrelid, a.attnum) AS address
  FROM pg_attribute AS a
  JOIN pg_class AS c
    ON c.oid = a.attrelid
  JOIN pg_namespace AS n
    ON n.oid = c.relnamespace
  JOIN pg_type AS t
    ON t.oid = a.atttypid
  LEFT JOIN pg_attrdef AS d
    ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  LEFT JOIN ({not_null_options}) AS nn
    ON nn.relation = a.attrelid AND nn.number = a.attnum
  LEFT JOIN (SELECT o.refobjid, o.refobjsubid, qc.oid, qc.relpersistence, q.*
               FROM pg_sequence AS q
               JOIN pg_class AS qc ON qc.oid = q.seqrelid
               JOIN pg_depend AS o ON o.classid = 'pg_class'::regclass AND o.objid = q.seqrelid AND o.deptype = 'i') AS s
    ON s.refobjid = a.attrelid AND s.refobjsubid = a.attnum
  LEFT JOIN pg_description AS said
    ON said.objoid = a.attrelid AND said.classoid = 'pg_class'::regclass AND said.objsubid = a.attnum
 WHERE a.attnum > 0
   AND NOT a.attisdropped
   AND c.relkind IN ('r', 'p', 'f')
   AND c.relnamespace IN ({related})
   AND c.oid NOT IN ({members} 'pg_class'::regclass)
 ORDER BY a.attrelid, a.attnum
