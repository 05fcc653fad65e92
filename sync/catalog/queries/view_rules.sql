-- Comments on the rules that make views views. All else about those, the views say.
SELECT 'rule' AS kind,
       n.nspname AS schema,
       c.relname AS relation,
       r.rulename AS name,
       '' AS signature,
       said.description AS comment
  FROM pg_description AS said
  JOIN pg_rewrite AS r
    ON r.oid = said.objoid AND r.rulename = '_RETURN'
  JOIN pg_class AS c
    ON c.oid = r.ev_class
  JOIN pg_namespace AS n
    ON n.oid = c.relnamespace
 WHERE said.classoid = 'pg_rewrite'::regclass
   AND c.relnamespace IN ({schemas})
   AND c.oid NOT IN ({members} 'pg_class'::regclass)
