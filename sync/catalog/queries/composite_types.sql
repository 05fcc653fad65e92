-- Composite types that stand for themselves, with their attributes in order; not the row types of tables.
SELECT 'composite type' AS kind,
       n.nspname AS schema,
       '' AS relation,
       t.typname AS name,
       '' AS signature,
       parts.texts AS columns,
       pg_get_userbyid(t.typowner) AS owner,
       t.typacl::text[] AS acl,
       said.description AS comment,
       concat_ws(' ', 'pg_type', t.oid) AS address
  FROM pg_class AS c
  JOIN pg_type AS t
    ON t.oid = c.reltype
  JOIN pg_namespace AS n
    ON n.oid = t.typnamespace
  LEFT JOIN (SELECT a.attrelid,
                    array_agg(concat(quote_ident(a.attname), ' ', format_type(a.atttypid, a.atttypmod),
                                     CASE WHEN a.attcollation <> of.typcollation
                                          THEN ' COLLATE ' || a.attcollation::regcollation END)
                              ORDER BY a.attnum) AS texts
               FROM pg_class AS ac
               JOIN pg_attribute AS a ON a.attrelid = ac.oid
               JOIN pg_type AS of ON of.oid = a.atttypid
              WHERE ac.relkind = 'c' AND a.attnum > 0
              GROUP BY a.attrelid) AS parts
    ON parts.attrelid = c.oid
  LEFT JOIN pg_description AS said
    ON said.objoid = t.oid AND said.classoid = 'pg_type'::regclass
 WHERE c.relkind = 'c'
   AND c.relnamespace IN ({schemas})
   AND t.oid NOT IN ({members} 'pg_type'::regclass)
