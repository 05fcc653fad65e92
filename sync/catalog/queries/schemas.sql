-- Every schema of the database that is not PostgreSQL's own, with its number; which of them are read is decided from
-- the names (see sync.catalog.scope).
SELECT n.oid::int8 AS oid,
       n.nspname AS name,
       e.extname IS NOT NULL AS of_extension
  FROM pg_namespace AS n
  LEFT JOIN pg_depend AS d
    ON d.classid = 'pg_namespace'::regclass AND d.objid = n.oid AND d.deptype = 'e'
  LEFT JOIN pg_extension AS e
    ON e.oid = d.refobjid
 WHERE n.nspname !~ '^pg_'
   AND n.nspname <> 'information_schema'
 ORDER BY n.nspname
