-- User mappings. The view shows the options to superusers, to the role itself and to the owner of the server, and
-- null to others, just as if there were none.
SELECT 'user mapping' AS kind,
       '' AS schema,
       u.srvname AS relation,
       u.usename AS name,
       '' AS signature,
       CASE WHEN u.umoptions IS NULL AND NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)
            THEN {unknown} ELSE to_json(u.umoptions) END AS options,
       concat_ws(' ', 'pg_user_mapping', u.umid) AS address
  FROM pg_user_mappings AS u
 WHERE {everything}
   AND u.srvid NOT IN ({members} 'pg_foreign_server'::regclass)
   AND u.umid NOT IN ({members} 'pg_user_mapping'::regclass)
