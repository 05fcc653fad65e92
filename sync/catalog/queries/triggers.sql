-- Triggers that people made, constraint triggers included. On the tables of the platform or of an extension those that
-- call a function of the user's. A trigger on a partitioned table has a copy on each partition: one that fires in
-- another mode than the original is read, the others go without saying.
SELECT 'trigger' AS kind,
       n.nspname AS schema,
       c.relname AS relation,
       t.tgname AS name,
       '' AS signature,
       pg_get_triggerdef(t.oid) AS definition,
       CASE t.tgenabled WHEN 'O' THEN 'origin' WHEN 'D' THEN 'disabled'
                        WHEN 'R' THEN 'replica' WHEN 'A' THEN 'always' END AS firing,
       together.names AS depends_on_extensions,
       said.description AS comment,
       concat_ws(' ', 'pg_trigger', t.oid) AS address
  FROM pg_trigger AS t
  JOIN pg_class AS c
    ON c.oid = t.tgrelid
  JOIN pg_namespace AS n
    ON n.oid = c.relnamespace
  JOIN pg_proc AS p
    ON p.oid = t.tgfoid
  LEFT JOIN pg_trigger AS parent
    ON parent.oid = t.tgparentid AND t.tgparentid <> 0
  LEFT JOIN ({together} 'pg_trigger'::regclass GROUP BY o.objid) AS together
    ON together.objid = t.oid
  LEFT JOIN pg_description AS said
    ON said.objoid = t.oid AND said.classoid = 'pg_trigger'::regclass
 WHERE (NOT t.tgisinternal
        -- Before PostgreSQL 15 the copies on partitions count as internal.
        OR (t.tgparentid <> 0
            AND NOT EXISTS (SELECT FROM pg_constraint AS k WHERE k.oid = t.tgconstraint AND k.contype <> 't')))
   AND parent.tgenabled IS DISTINCT FROM t.tgenabled
   AND ((c.relnamespace IN ({schemas}) AND c.oid NOT IN ({members} 'pg_class'::regclass))
        OR (c.relnamespace IN ({schemas} UNION ALL {platform})
            AND p.pronamespace IN ({schemas})
            AND p.oid NOT IN ({members} 'pg_proc'::regclass)))
   AND t.oid NOT IN ({members} 'pg_trigger'::regclass)
