-- Text search templates.
SELECT 'text search template' AS kind,
       n.nspname AS schema,
       '' AS relation,
       o.tmplname AS name,
       '' AS signature,
       nullif(o.tmplinit::text, '-') AS initialize,
       o.tmpllexize::text AS lexize,
       said.description AS comment,
       concat_ws(' ', 'pg_ts_template', o.oid) AS address
  FROM pg_ts_template AS o
  JOIN pg_namespace AS n
    ON n.oid = o.tmplnamespace
  LEFT JOIN pg_description AS said
    ON said.objoid = o.oid AND said.classoid = 'pg_ts_template'::regclass
 WHERE o.oid >= 16384
   AND o.tmplnamespace IN ({schemas})
   AND o.oid NOT IN ({members} 'pg_ts_template'::regclass)
