-- Grants and comments on the columns of views, materialized views and composite types, and grants on the system columns
-- of any relation. What the columns are, those say.
SELECT 'column' AS kind,
       n.nspname AS schema,
       c.relname AS relation,
       a.attname AS name,
       '' AS signature,
       pg_get_userbyid(c.relowner) AS acl_owner,
       a.attacl::text[] AS acl,
       said.description AS comment
  FROM pg_attribute AS a
  JOIN pg_class AS c
    ON c.oid = a.attrelid
  JOIN pg_namespace AS n
    ON n.oid = c.relnamespace
  LEFT JOIN pg_description AS said
    ON said.objoid = a.attrelid AND said.classoid = 'pg_class'::regclass AND said.objsubid = a.attnum
 WHERE ((a.attnum > 0 AND c.relkind IN ('v', 'm', 'c')) OR (a.attnum < 0 AND a.attacl IS NOT NULL))
   AND NOT a.attisdropped
   AND c.relnamespace IN ({schemas})
   AND (a.attacl IS NOT NULL OR said.description IS NOT NULL)
   AND c.oid NOT IN ({members} 'pg_class'::regclass)
