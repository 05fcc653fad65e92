-- Enum types with their values in order.
SELECT 'enum' AS kind,
       n.nspname AS schema,
       '' AS relation,
       t.typname AS name,
       '' AS signature,
       array_agg(v.enumlabel::text ORDER BY v.enumsortorder) FILTER (WHERE v.oid IS NOT NULL) AS "values"
  FROM pg_type AS t
  JOIN pg_namespace AS n
    ON n.oid = t.typnamespace
  LEFT JOIN pg_enum AS v
    ON v.enumtypid = t.oid
 WHERE t.typtype = 'e'
   AND t.typnamespace = ANY (%(schemas)s::oid[])
   AND NOT EXISTS (SELECT FROM pg_depend AS e
                    WHERE e.classid = 'pg_type'::regclass AND e.objid = t.oid AND e.deptype = 'e')
 GROUP BY n.nspname, t.typname
 ORDER BY n.nspname, t.typname
