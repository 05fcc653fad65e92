-- Range types. The multirange type that comes along is named when it is not named as PostgreSQL would by itself.
SELECT 'range type' AS kind,
       n.nspname AS schema,
       '' AS relation,
       t.typname AS name,
       '' AS signature,
       format_type(r.rngsubtype, NULL) AS subtype,
       format('%s.%I', oc.opcnamespace::regnamespace, oc.opcname) AS operator_class,
       CASE WHEN r.rngcollation <> sub.typcollation THEN r.rngcollation::regcollation::text END AS collation,
       nullif(r.rngcanonical::text, '-') AS canonical,
       nullif(r.rngsubdiff::text, '-') AS subtype_difference,
       {multirange} AS multirange,
       pg_get_userbyid(t.typowner) AS owner,
       t.typacl::text[] AS acl,
       said.description AS comment,
       concat_ws(' ', 'pg_type', t.oid) AS address
  FROM pg_range AS r
  JOIN pg_type AS t
    ON t.oid = r.rngtypid
  JOIN pg_namespace AS n
    ON n.oid = t.typnamespace
  JOIN pg_type AS sub
    ON sub.oid = r.rngsubtype
  JOIN pg_opclass AS oc
    ON oc.oid = r.rngsubopc
  LEFT JOIN pg_description AS said
    ON said.objoid = t.oid AND said.classoid = 'pg_type'::regclass
 WHERE r.rngtypid >= 16384
   AND t.typnamespace IN ({schemas})
   AND t.oid NOT IN ({members} 'pg_type'::regclass)
