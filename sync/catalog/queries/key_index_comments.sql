-- Comments on the indexes behind constraints. All else about those, the constraints say.
SELECT 'index' AS kind,
       n.nspname AS schema,
       c.relname AS relation,
       ic.relname AS name,
       '' AS signature,
       said.description AS comment
  FROM pg_constraint AS k
  JOIN pg_description AS said
    ON said.objoid = k.conindid AND said.classoid = 'pg_class'::regclass AND said.objsubid = 0
  JOIN pg_class AS ic
    ON ic.oid = k.conindid
  JOIN pg_class AS c
    ON c.oid = k.conrelid
  JOIN pg_namespace AS n
    ON n.oid = c.relnamespace
 WHERE k.contype IN ('p', 'u', 'x')
   AND c.relnamespace IN ({schemas})
   AND c.oid NOT IN ({members} 'pg_class'::regclass)
