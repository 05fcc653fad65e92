-- Grants and comments on the sequences of identity columns; the sequence itself comes with its column.
SELECT 'sequence' AS kind,
       n.nspname AS schema,
       '' AS relation,
       c.relname AS name,
       '' AS signature,
       pg_get_userbyid(c.relowner) AS acl_owner,
       c.relacl::text[] AS acl,
       said.description AS comment
  FROM pg_class AS c
  JOIN pg_namespace AS n
    ON n.oid = c.relnamespace
  LEFT JOIN pg_description AS said
    ON said.objoid = c.oid AND said.classoid = 'pg_class'::regclass AND said.objsubid = 0
 WHERE c.relkind = 'S'
   AND c.relnamespace IN ({schemas})
   AND (c.relacl IS NOT NULL OR said.description IS NOT NULL)
   AND EXISTS (SELECT FROM pg_depend AS d
                WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'i')
   AND c.oid NOT IN ({members} 'pg_class'::regclass)
