-- Comments on NOT NULL constraints, of tables and of domains. What such a constraint is, the column or the domain says.
SELECT CASE WHEN c.oid IS NULL THEN 'domain constraint' ELSE 'constraint' END AS kind,
       n.nspname AS schema,
       coalesce(c.relname, t.typname) AS relation,
       k.conname AS name,
       '' AS signature,
       said.description AS comment
  FROM pg_description AS said
  JOIN pg_constraint AS k
    ON k.oid = said.objoid AND k.contype = 'n'
  LEFT JOIN pg_class AS c
    ON c.oid = k.conrelid AND c.oid NOT IN ({members} 'pg_class'::regclass)
  LEFT JOIN pg_type AS t
    ON t.oid = k.contypid AND t.oid NOT IN ({members} 'pg_type'::regclass)
  JOIN pg_namespace AS n
    ON n.oid = coalesce(c.relnamespace, t.typnamespace)
 WHERE said.classoid = 'pg_constraint'::regclass
   AND said.objoid >= 16384
   AND n.oid IN ({schemas})
