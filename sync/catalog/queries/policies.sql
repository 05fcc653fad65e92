-- Row-level security policies. Those on the tables of the platform (a Supabase service's) are the user's too.
SELECT 'policy' AS kind,
       n.nspname AS schema,
       c.relname AS relation,
       p.polname AS name,
       '' AS signature,
       CASE p.polcmd WHEN 'r' THEN 'select' WHEN 'a' THEN 'insert' WHEN 'w' THEN 'update'
                     WHEN 'd' THEN 'delete' ELSE 'all' END AS command,
       p.polpermissive AS permissive,
       ARRAY(SELECT name
               FROM unnest(p.polroles) AS r (oid),
                    LATERAL (SELECT CASE WHEN r.oid = 0 THEN 'public' ELSE pg_get_userbyid(r.oid)::text END) AS o (name)
              ORDER BY name COLLATE "C") AS roles,
       pg_get_expr(p.polqual, p.polrelid) AS using,
       pg_get_expr(p.polwithcheck, p.polrelid) AS with_check
  FROM pg_policy AS p
  JOIN pg_class AS c
    ON c.oid = p.polrelid
  JOIN pg_namespace AS n
    ON n.oid = c.relnamespace
 WHERE c.relnamespace = ANY (%(schemas)s::oid[] || %(platform)s::oid[])
   AND NOT EXISTS (SELECT FROM pg_depend AS e
                    WHERE e.classid = 'pg_policy'::regclass AND e.objid = p.oid AND e.deptype = 'e')
 ORDER BY n.nspname, c.relname, p.polname
