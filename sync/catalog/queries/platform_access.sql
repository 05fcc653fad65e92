-- What may be done with the platform's schemas and with what is in them, beside its tables, where that is not as
-- PostgreSQL has it.
SELECT 'schema' AS kind,
       n.nspname AS schema,
       '' AS relation,
       '' AS name,
       '' AS signature,
       pg_get_userbyid(n.nspowner) AS acl_owner,
       n.nspacl::text[] AS acl
  FROM pg_namespace AS n
 WHERE n.oid IN ({platform}) AND n.nspacl IS NOT NULL
 UNION ALL
SELECT CASE c.relkind WHEN 'S' THEN 'sequence' WHEN 'm' THEN 'materialized view' ELSE 'view' END,
       n.nspname, '', c.relname, '', pg_get_userbyid(c.relowner), c.relacl::text[]
  FROM pg_class AS c
  JOIN pg_namespace AS n
    ON n.oid = c.relnamespace
 WHERE c.relkind IN ('S', 'v', 'm')
   AND c.relnamespace IN ({platform})
   AND c.relacl IS NOT NULL
   AND c.oid NOT IN ({members} 'pg_class'::regclass)
 UNION ALL
SELECT CASE p.prokind WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate' ELSE 'function' END,
       n.nspname, '', p.proname, oidvectortypes(p.proargtypes), pg_get_userbyid(p.proowner), p.proacl::text[]
  FROM pg_proc AS p
  JOIN pg_namespace AS n
    ON n.oid = p.pronamespace
 WHERE p.pronamespace IN ({platform})
   AND p.proacl IS NOT NULL
   AND p.oid NOT IN ({members} 'pg_proc'::regclass)
