-- Schemas.
SELECT 'schema' AS kind,
       n.nspname AS schema,
       '' AS relation,
       '' AS name,
       '' AS signature,
       pg_get_userbyid(n.nspowner) AS owner,
       n.nspacl::text[] AS acl,
       said.description AS comment,
       concat_ws(' ', 'pg_namespace', n.oid) AS address
  FROM pg_namespace AS n
  LEFT JOIN pg_description AS said
    ON said.objoid = n.oid AND said.classoid = 'pg_namespace'::regclass
 WHERE n.oid IN ({schemas})
