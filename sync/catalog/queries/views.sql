-- Views and materialized views.
SELECT CASE c.relkind WHEN 'm' THEN 'materialized view' ELSE 'view' END AS kind,
       n.nspname AS schema,
       '' AS relation,
       c.relname AS name,
       '' AS signature,
       pg_get_viewdef(c.oid) AS definition,
       (SELECT array_agg(o ORDER BY o) FROM unnest(c.reloptions) AS o) AS options,
       nullif(am.amname, 'heap') AS access_method,
       ts.spcname AS tablespace,
       CASE WHEN c.relkind = 'm'
            THEN (SELECT format('%%I', ic.relname)
                    FROM pg_index AS x
                    JOIN pg_class AS ic ON ic.oid = x.indexrelid
                   WHERE x.indrelid = c.oid AND x.indisclustered) END AS clustered_on
  FROM pg_class AS c
  JOIN pg_namespace AS n
    ON n.oid = c.relnamespace
  LEFT JOIN pg_am AS am
    ON am.oid = c.relam
  LEFT JOIN pg_tablespace AS ts
    ON ts.oid = c.reltablespace
 WHERE c.relkind IN ('v', 'm')
   AND c.relnamespace = ANY (%(schemas)s::oid[])
   AND NOT EXISTS (SELECT FROM pg_depend AS e
                    WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid AND e.deptype = 'e')
 ORDER BY n.nspname, c.relname
