-- Views and materialized views. What ALTER … ALTER COLUMN sets on their columns comes as `column_settings`.
SELECT CASE c.relkind WHEN 'm' THEN 'materialized view' ELSE 'view' END AS kind,
       n.nspname AS schema,
       '' AS relation,
       c.relname AS name,
       '' AS signature,
       pg_get_viewdef(c.oid) AS definition,
       CASE WHEN toast.oid IS NULL THEN c.reloptions
            ELSE c.reloptions || ARRAY(SELECT 'toast.' || o FROM unnest(toast.reloptions) AS o) END AS options,
       ARRAY(SELECT concat_ws(' ', format('%I', a.attname),
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
            THEN (SELECT format('%I', ic.relname)
                    FROM pg_index AS x
                    JOIN pg_class AS ic ON ic.oid = x.indexrelid
                   WHERE x.indrelid = c.oid AND x.indisclustered) END AS clustered_on,
       together.names AS depends_on_extensions,
       pg_get_userbyid(c.relowner) AS owner,
       c.relacl::text[] AS acl,
       said.description AS comment,
       concat_ws(' ', 'pg_class', c.oid) AS address
  FROM pg_class AS c
  JOIN pg_namespace AS n
    ON n.oid = c.relnamespace
  LEFT JOIN pg_class AS toast
    ON toast.oid = c.reltoastrelid AND toast.reloptions IS NOT NULL
  LEFT JOIN pg_am AS am
    ON am.oid = c.relam
  LEFT JOIN pg_tablespace AS ts
    ON ts.oid = c.reltablespace
  LEFT JOIN ({together} 'pg_class'::regclass GROUP BY o.objid) AS together
    ON together.objid = c.oid
  LEFT JOIN pg_description AS said
    ON said.objoid = c.oid AND said.classoid = 'pg_class'::regclass AND said.objsubid = 0
 WHERE c.relkind IN ('v', 'm')
   AND c.relnamespace IN ({schemas})
   AND c.oid NOT IN ({members} 'pg_class'::regclass)
