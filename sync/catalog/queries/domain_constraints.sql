-- CHECK constraints of domains.
SELECT 'domain constraint' AS kind,
       n.nspname AS schema,
       t.typname AS relation,
       k.conname AS name,
       '' AS signature,
       pg_get_constraintdef(k.oid) AS definition,
       said.description AS comment,
       concat_ws(' ', 'pg_constraint', k.oid) AS address
  FROM pg_type AS t
  JOIN pg_constraint AS k
    ON k.contypid = t.oid AND k.contype = 'c'
  JOIN pg_namespace AS n
    ON n.oid = t.typnamespace
  LEFT JOIN pg_description AS said
    ON said.objoid = k.oid AND said.classoid = 'pg_constraint'::regclass
 WHERE t.typtype = 'd'
   AND t.typnamespace IN ({schemas})
   AND t.oid NOT IN ({members} 'pg_type'::regclass)
