-- What decides what is compared, and where it is written: for each of the platform's schemas the table that knows the
-- version of the service behind it, or the version of the extension that made it; and the table of pg_partman.
SELECT n.nspname AS schema,
       x.extversion AS version,
       t.relation,
       t.attribute,
       a.attname IS NOT NULL
         AND has_schema_privilege(n.oid, 'USAGE')
         AND has_column_privilege(c.oid, a.attnum, 'SELECT') AS readable
  FROM (SELECT n.oid, n.nspname FROM pg_namespace AS n WHERE n.oid IN ({platform})) AS n
  LEFT JOIN (VALUES ('auth', 'schema_migrations', 'version'),
                    ('storage', 'migrations', 'id'),
                    ('realtime', 'schema_migrations', 'version'),
                    ('_realtime', 'schema_migrations', 'version'),
                    ('_analytics', 'schema_migrations', 'version'),
                    ('supabase_functions', 'migrations', 'version')) AS t (schema, relation, attribute)
    ON t.schema = n.nspname
  LEFT JOIN (VALUES ('cron', 'pg_cron'),
                    ('graphql', 'pg_graphql'),
                    ('net', 'pg_net'),
                    ('pgsodium', 'pgsodium'),
                    ('pgsodium_masks', 'pgsodium'),
                    ('vault', 'supabase_vault')) AS e (schema, extension)
    ON e.schema = n.nspname
  LEFT JOIN pg_extension AS x
    ON x.extname = e.extension
  LEFT JOIN pg_class AS c
    ON c.relnamespace = n.oid AND c.relname = t.relation
  LEFT JOIN pg_attribute AS a
    ON a.attrelid = c.oid AND a.attname = t.attribute AND NOT a.attisdropped
 UNION ALL
SELECT n.nspname, NULL, c.relname, a.attname,
       has_schema_privilege(n.oid, 'USAGE') AND has_column_privilege(c.oid, a.attnum, 'SELECT')
  FROM pg_extension AS x
  JOIN pg_namespace AS n
    ON n.oid = x.extnamespace
  JOIN pg_class AS c
    ON c.relnamespace = n.oid AND c.relname = 'part_config'
  JOIN pg_attribute AS a
    ON a.attrelid = c.oid AND a.attname = 'parent_table' AND NOT a.attisdropped
 WHERE x.extname = 'pg_partman'
