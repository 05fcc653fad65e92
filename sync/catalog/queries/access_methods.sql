-- Access methods of tables and indexes.
SELECT 'access method' AS kind,
       '' AS schema,
       '' AS relation,
       o.amname AS name,
       '' AS signature,
       CASE o.amtype WHEN 't' THEN 'table' ELSE 'index' END AS type,
       o.amhandler::text AS handler,
       said.description AS comment,
       concat_ws(' ', 'pg_am', o.oid) AS address
  FROM pg_am AS o
  LEFT JOIN pg_description AS said
    ON said.objoid = o.oid AND said.classoid = 'pg_am'::regclass
 WHERE {everything}
   AND o.oid >= 16384
   AND o.oid NOT IN ({members} 'pg_am'::regclass)
