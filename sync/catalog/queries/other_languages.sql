-- Grants on the languages that PostgreSQL or an extension brought along, plpgsql for one.
SELECT 'language' AS kind,
       '' AS schema,
       '' AS relation,
       l.lanname AS name,
       '' AS signature,
       pg_get_userbyid(l.lanowner) AS acl_owner,
       l.lanacl::text[] AS acl
  FROM pg_language AS l
 WHERE {everything}
   AND (l.oid < 16384 OR l.oid IN ({members} 'pg_language'::regclass))
