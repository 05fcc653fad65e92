-- Rewrite rules that people made, those on the tables of the platform included; views are rules of PostgreSQL's own.
SELECT 'rule' AS kind,
       n.nspname AS schema,
       c.relname AS relation,
       r.rulename AS name,
       '' AS signature,
       pg_get_ruledef(r.oid) AS definition,
       CASE r.ev_enabled WHEN 'O' THEN 'origin' WHEN 'D' THEN 'disabled'
                         WHEN 'R' THEN 'replica' WHEN 'A' THEN 'always' END AS firing,
       said.description AS comment,
       concat_ws(' ', 'pg_rewrite', r.oid) AS address
  FROM pg_rewrite AS r
  JOIN pg_class AS c
    ON c.oid = r.ev_class
  JOIN pg_namespace AS n
    ON n.oid = c.relnamespace
  LEFT JOIN pg_description AS said
    ON said.objoid = r.oid AND said.classoid = 'pg_rewrite'::regclass
 WHERE r.rulename <> '_RETURN'
   AND c.relnamespace IN ({related})
   AND c.oid NOT IN ({members} 'pg_class'::regclass)
