-- Enum types with their values in order.
SELECT 'enum' AS kind,
       n.nspname AS schema,
       '' AS relation,
       t.typname AS name,
       '' AS signature,
       ARRAY(SELECT v.enumlabel::text FROM pg_enum AS v WHERE v.enumtypid = t.oid ORDER BY v.enumsortorder) AS "values"
  FROM pg_type AS t
  JOIN pg_namespace AS n
    ON n.oid = t.typnamespace
 WHERE t.typtype = 'e'
   AND t.typnamespace = ANY (%(schemas)s::oid[])
   AND NOT EXISTS (SELECT FROM pg_depend AS e
                    WHERE e.classid = 'pg_type'::regclass AND e.objid = t.oid AND e.deptype = 'e')
 ORDER BY n.nspname, t.typname
