-- Comments on the types that come along with others: of arrays, of the rows of relations, of multiranges. What these are,
-- the others say.
SELECT CASE t.typtype WHEN 'c' THEN 'composite type' WHEN 'm' THEN 'range type' ELSE 'base type' END AS kind,
       n.nspname AS schema,
       '' AS relation,
       t.typname AS name,
       '' AS signature,
       said.description AS comment
  FROM pg_description AS said
  JOIN pg_type AS t
    ON t.oid = said.objoid
  JOIN pg_namespace AS n
    ON n.oid = t.typnamespace
  LEFT JOIN pg_class AS c
    ON c.oid = t.typrelid
 WHERE said.classoid = 'pg_type'::regclass
   AND (t.typtype = 'm' OR c.relkind <> 'c' OR (t.typtype = 'b' AND t.typinput = 'array_in'::regproc))
   AND t.typnamespace IN ({schemas})
   AND t.oid NOT IN ({members} 'pg_type'::regclass)
   AND NOT EXISTS (SELECT FROM pg_depend AS d
                    WHERE d.classid = 'pg_type'::regclass AND d.objid = t.oid AND d.deptype = 'i'
                      AND (d.refobjid IN ({members} 'pg_type'::regclass)
                           OR d.refobjid IN ({members} 'pg_class'::regclass)))
