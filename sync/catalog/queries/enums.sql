-- Enum types with their values in order.
SELECT 'enum' AS kind,
       n.nspname AS schema,
       '' AS relation,
       t.typname AS name,
       '' AS signature,
       ARRAY(SELECT v.enumlabel::text FROM pg_enum AS v WHERE v.enumtypid = t.oid ORDER BY v.enumsortorder) AS "values",
       pg_get_userbyid(t.typowner) AS owner,
       t.typacl::text[] AS acl,
       said.description AS comment,
       concat_ws(' ', 'pg_type', t.oid) AS address
  FROM pg_type AS t
  JOIN pg_namespace AS n
    ON n.oid = t.typnamespace
  LEFT JOIN pg_description AS said
    ON said.objoid = t.oid AND said.classoid = 'pg_type'::regclass
 WHERE t.typtype = 'e'
   AND t.typnamespace IN ({schemas})
   AND t.oid NOT IN ({members} 'pg_type'::regclass)
