-- Row-level security policies. Those on the tables of the platform (a Supabase service's) are the user's too.
SELECT 'policy' AS kind,
       n.nspname AS schema,
       c.relname AS relation,
       p.polname AS name,
       '' AS signature,
       CASE p.polcmd WHEN 'r' THEN 'select' WHEN 'a' THEN 'insert' WHEN 'w' THEN 'update'
                     WHEN 'd' THEN 'delete' ELSE 'all' END AS command,
       p.polpermissive AS permissive,
       CASE WHEN 0 = ANY (p.polroles) THEN ARRAY['public']
            ELSE ARRAY(SELECT pg_get_userbyid(r)::text FROM unnest(p.polroles) AS r) END AS roles,
       pg_get_expr(p.polqual, p.polrelid) AS using,
       pg_get_expr(p.polwithcheck, p.polrelid) AS with_check,
       said.description AS comment,
       concat_ws(' ', 'pg_policy', p.oid) AS address
  FROM pg_policy AS p
  JOIN pg_class AS c
    ON c.oid = p.polrelid
  JOIN pg_namespace AS n
    ON n.oid = c.relnamespace
  LEFT JOIN pg_description AS said
    ON said.objoid = p.oid AND said.classoid = 'pg_policy'::regclass
 WHERE c.relnamespace IN ({schemas} UNION ALL {platform})
   AND p.oid NOT IN ({members} 'pg_policy'::regclass)
