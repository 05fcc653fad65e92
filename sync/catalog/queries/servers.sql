-- Foreign servers.
SELECT 'server' AS kind,
       '' AS schema,
       '' AS relation,
       s.srvname AS name,
       '' AS signature,
       w.fdwname AS wrapper,
       s.srvtype AS type,
       s.srvversion AS version,
       s.srvoptions AS options,
       pg_get_userbyid(s.srvowner) AS owner,
       s.srvacl::text[] AS acl,
       said.description AS comment,
       concat_ws(' ', 'pg_foreign_server', s.oid) AS address
  FROM pg_foreign_server AS s
  JOIN pg_foreign_data_wrapper AS w
    ON w.oid = s.srvfdw
  LEFT JOIN pg_description AS said
    ON said.objoid = s.oid AND said.classoid = 'pg_foreign_server'::regclass
 WHERE {everything}
   AND s.oid NOT IN ({members} 'pg_foreign_server'::regclass)
