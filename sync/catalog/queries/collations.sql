-- Collations. The columns for a locale that is not of libc have other names in each of PostgreSQL 13, 15, 16 and 17: they
-- are found by name. Which version of the library made a collation is a fact about the machine.
SELECT 'collation' AS kind,
       n.nspname AS schema,
       '' AS relation,
       o.collname AS name,
       '' AS signature,
       CASE o.collprovider WHEN 'i' THEN 'icu' WHEN 'b' THEN 'builtin' ELSE 'libc' END AS provider,
       o.collisdeterministic AS deterministic,
       CASE WHEN o.collprovider = 'c' THEN o.collcollate END AS "collate",
       CASE WHEN o.collprovider = 'c' OR o.collctype <> o.collcollate THEN o.collctype END AS ctype,
       CASE WHEN o.collprovider <> 'c'
            THEN coalesce(to_jsonb(o) ->> 'colllocale', to_jsonb(o) ->> 'colliculocale', o.collcollate) END AS locale,
       to_jsonb(o) ->> 'collicurules' AS rules,
       pg_get_userbyid(o.collowner) AS owner,
       said.description AS comment,
       concat_ws(' ', 'pg_collation', o.oid) AS address
  FROM pg_collation AS o
  JOIN pg_namespace AS n
    ON n.oid = o.collnamespace
  LEFT JOIN pg_description AS said
    ON said.objoid = o.oid AND said.classoid = 'pg_collation'::regclass
 WHERE o.oid >= 16384
   AND o.collnamespace IN ({schemas})
   AND o.oid NOT IN ({members} 'pg_collation'::regclass)
