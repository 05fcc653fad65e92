-- Transforms between a type and a procedural language.
SELECT 'transform' AS kind,
       '' AS schema,
       '' AS relation,
       format_type(o.trftype, NULL) AS name,
       l.lanname AS signature,
       nullif(o.trffromsql::text, '-') AS from_sql,
       nullif(o.trftosql::text, '-') AS to_sql,
       said.description AS comment,
       concat_ws(' ', 'pg_transform', o.oid) AS address
  FROM pg_transform AS o
  JOIN pg_language AS l
    ON l.oid = o.trflang
  LEFT JOIN pg_description AS said
    ON said.objoid = o.oid AND said.classoid = 'pg_transform'::regclass
 WHERE {everything}
   AND o.oid >= 16384
   AND o.oid NOT IN ({members} 'pg_transform'::regclass)
