-- Views and materialized views. What ALTER … ALTER COLUMN sets on their columns comes as `column_settings`.
SELECT CASE c.relkind WHEN 'm' THEN 'materialized view' ELSE 'view' END AS kind,
       n.nspname AS schema,
       '' AS relation,
       c.relname AS name,
       '' AS signature,
       pg_get_viewdef(c.oid) AS definition,
       ARRAY(SELECT o
               FROM (SELECT unnest(c.reloptions) UNION ALL SELECT 'toast.' || unnest(toast.reloptions)) AS u (o)
              ORDER BY o COLLATE "C") AS options,
       ARRAY(SELECT concat_ws(' ', format('%%I', a.attname),
                              'default ' || pg_get_expr(d.adbin, d.adrelid),
                              'statistics ' || nullif(a.attstattarget, -1)::text,
                              'storage ' || nullif(a.attstorage, t.typstorage)::text,
                              'compression ' || {compression},
                              'options ' || a.attoptions::text)
               FROM pg_attribute AS a
               JOIN pg_type AS t ON t.oid = a.atttypid
               LEFT JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
              WHERE a.attrelid = c.oid AND a.attnum > 0
                AND (d.oid IS NOT NULL OR a.attstattarget >= 0 OR a.attoptions IS NOT NULL
                     OR (c.relkind = 'm' AND (a.attstorage <> t.typstorage OR {compression} IS NOT NULL)))
              ORDER BY a.attnum) AS column_settings,
       nullif(am.amname, 'heap') AS access_method,
       ts.spcname AS tablespace,
       CASE WHEN c.relkind = 'm'
            THEN (SELECT format('%%I', ic.relname)
                    FROM pg_index AS x
                    JOIN pg_class AS ic ON ic.oid = x.indexrelid
                   WHERE x.indrelid = c.oid AND x.indisclustered) END AS clustered_on,
       ARRAY(SELECT quote_ident(oe.extname)
               FROM pg_depend AS o
               JOIN pg_extension AS oe ON oe.oid = o.refobjid
              WHERE o.classid = 'pg_class'::regclass AND o.objid = c.oid AND o.deptype = 'x'
              ORDER BY oe.extname) AS depends_on_extensions
  FROM pg_class AS c
  JOIN pg_namespace AS n
    ON n.oid = c.relnamespace
  LEFT JOIN pg_class AS toast
    ON toast.oid = c.reltoastrelid
  LEFT JOIN pg_am AS am
    ON am.oid = c.relam
  LEFT JOIN pg_tablespace AS ts
    ON ts.oid = c.reltablespace
 WHERE c.relkind IN ('v', 'm')
   AND c.relnamespace = ANY (%(schemas)s::oid[])
   AND NOT EXISTS (SELECT FROM pg_depend AS e
                    WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid AND e.deptype = 'e')
 ORDER BY n.nspname, c.relname
