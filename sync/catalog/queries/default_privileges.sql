-- ALTER DEFAULT PRIVILEGES: a row for each role, kind of objects and schema (none: all schemas). What the platform
-- has set for roles of its own is not read.
SELECT 'default privilege' AS kind,
       coalesce(n.nspname, '') AS schema,
       '' AS relation,
       pg_get_userbyid(d.defaclrole) AS name,
       CASE d.defaclobjtype WHEN 'r' THEN 'tables' WHEN 'S' THEN 'sequences' WHEN 'f' THEN 'functions'
                            WHEN 'T' THEN 'types' WHEN 'n' THEN 'schemas' ELSE 'large objects' END AS signature,
       d.defaclacl::text[] AS default_acl
  FROM pg_default_acl AS d
  LEFT JOIN pg_namespace AS n
    ON n.oid = d.defaclnamespace
 WHERE ((d.defaclnamespace = 0 AND {everything}) OR d.defaclnamespace IN ({related}))
   AND pg_get_userbyid(d.defaclrole) <> ALL ({reserved_roles})
