-- Triggers of tables and views. On a table of the platform (a Supabase service's) or of an extension only those that
-- call a function of neither: they are the user's. The copy of a trigger on a partition is left out, as it is its
-- parent's, unless it fires in another mode.
SELECT 'trigger' AS kind,
       n.nspname AS schema,
       c.relname AS relation,
       t.tgname AS name,
       '' AS signature,
       pg_get_triggerdef(t.oid) AS definition,
       CASE t.tgenabled WHEN 'O' THEN 'origin' WHEN 'D' THEN 'disabled'
                        WHEN 'R' THEN 'replica' WHEN 'A' THEN 'always' END AS firing,
       ARRAY(SELECT quote_ident(oe.extname)
               FROM pg_depend AS o
               JOIN pg_extension AS oe ON oe.oid = o.refobjid
              WHERE o.classid = 'pg_trigger'::regclass AND o.objid = t.oid AND o.deptype = 'x'
              ORDER BY oe.extname) AS depends_on_extensions
  FROM pg_trigger AS t
  JOIN pg_class AS c
    ON c.oid = t.tgrelid
  JOIN pg_namespace AS n
    ON n.oid = c.relnamespace
  JOIN pg_proc AS p
    ON p.oid = t.tgfoid
  LEFT JOIN pg_trigger AS parent
    ON parent.oid = t.tgparentid
 WHERE NOT t.tgisinternal
   AND parent.tgenabled IS DISTINCT FROM t.tgenabled
   AND ((c.relnamespace = ANY (%(schemas)s::oid[])
         AND NOT EXISTS (SELECT FROM pg_depend AS e
                          WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid AND e.deptype = 'e'))
        OR (c.relnamespace = ANY (%(schemas)s::oid[] || %(platform)s::oid[])
            AND p.pronamespace = ANY (%(schemas)s::oid[])
            AND NOT EXISTS (SELECT FROM pg_depend AS e
                             WHERE e.classid = 'pg_proc'::regclass AND e.objid = p.oid AND e.deptype = 'e')))
   AND NOT EXISTS (SELECT FROM pg_depend AS e
                    WHERE e.classid = 'pg_trigger'::regclass AND e.objid = t.oid AND e.deptype = 'e')
 ORDER BY n.nspname, c.relname, t.tgname
