-- Base types, and shell types, which have nothing yet; not the array types that come with others.
SELECT 'base type' AS kind,
       n.nspname AS schema,
       '' AS relation,
       t.typname AS name,
       '' AS signature,
       CASE WHEN t.typisdefined THEN t.typinput::regprocedure::text END AS input,
       CASE WHEN t.typisdefined THEN t.typoutput::regprocedure::text END AS output,
       nullif(t.typreceive::regprocedure::text, '-') AS receive,
       nullif(t.typsend::regprocedure::text, '-') AS send,
       nullif(t.typmodin::regprocedure::text, '-') AS modifier_input,
       nullif(t.typmodout::regprocedure::text, '-') AS modifier_output,
       nullif(t.typanalyze::regprocedure::text, '-') AS analyze,
       {subscript} AS subscript,
       CASE t.typlen WHEN -1 THEN 'variable' WHEN -2 THEN 'cstring' ELSE t.typlen::text END AS length,
       t.typbyval AS by_value,
       CASE t.typalign WHEN 'c' THEN 'char' WHEN 's' THEN 'int2' WHEN 'i' THEN 'int4' ELSE 'double' END AS alignment,
       CASE t.typstorage WHEN 'p' THEN 'plain' WHEN 'e' THEN 'external' WHEN 'm' THEN 'main' ELSE 'extended' END AS storage,
       t.typcategory AS category,
       t.typispreferred AS preferred,
       t.typdefault AS "default",
       CASE WHEN t.typelem <> 0 THEN format_type(t.typelem, NULL) END AS element,
       t.typdelim AS delimiter,
       t.typcollation <> 0 AS collatable,
       pg_get_userbyid(t.typowner) AS owner,
       t.typacl::text[] AS acl,
       said.description AS comment,
       concat_ws(' ', 'pg_type', t.oid) AS address
  FROM pg_type AS t
  JOIN pg_namespace AS n
    ON n.oid = t.typnamespace
  LEFT JOIN pg_description AS said
    ON said.objoid = t.oid AND said.classoid = 'pg_type'::regclass
 WHERE (t.typtype = 'b' OR NOT t.typisdefined)
   AND t.typinput <> 'array_in'::regproc
   AND t.typnamespace IN ({schemas})
   AND t.oid NOT IN ({members} 'pg_type'::regclass)
