-- Domains. Their CHECK constraints are objects of their own; NOT NULL, which PostgreSQL 17 and later keep as a constraint
-- too, is an attribute.
SELECT 'domain' AS kind,
       n.nspname AS schema,
       '' AS relation,
       t.typname AS name,
       '' AS signature,
       format_type(t.typbasetype, t.typtypmod) AS type,
       t.typnotnull AS not_null,
       {domain_not_null_name} AS not_null_name,
       CASE WHEN t.typdefaultbin IS NOT NULL THEN pg_get_expr(t.typdefaultbin, 0) END AS "default",
       CASE WHEN t.typcollation <> b.typcollation THEN t.typcollation::regcollation::text END AS collation,
       pg_get_userbyid(t.typowner) AS owner,
       t.typacl::text[] AS acl,
       said.description AS comment,
       concat_ws(' ', 'pg_type', t.oid) AS address
  FROM pg_type AS t
  JOIN pg_namespace AS n
    ON n.oid = t.typnamespace
  JOIN pg_type AS b
    ON b.oid = t.typbasetype
  LEFT JOIN pg_description AS said
    ON said.objoid = t.oid AND said.classoid = 'pg_type'::regclass
 WHERE t.typtype = 'd'
   AND t.typnamespace IN ({schemas})
   AND t.oid NOT IN ({members} 'pg_type'::regclass)
