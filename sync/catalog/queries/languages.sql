-- Procedural languages that no extension brought along.
SELECT 'language' AS kind,
       '' AS schema,
       '' AS relation,
       l.lanname AS name,
       '' AS signature,
       l.lanpltrusted AS trusted,
       nullif(l.lanplcallfoid::regproc::text, '-') AS handler,
       nullif(l.laninline::regproc::text, '-') AS inline,
       nullif(l.lanvalidator::regproc::text, '-') AS validator,
       pg_get_userbyid(l.lanowner) AS owner,
       l.lanacl::text[] AS acl,
       said.description AS comment,
       concat_ws(' ', 'pg_language', l.oid) AS address
  FROM pg_language AS l
  LEFT JOIN pg_description AS said
    ON said.objoid = l.oid AND said.classoid = 'pg_language'::regclass
 WHERE {everything}
   AND l.oid >= 16384
   AND l.oid NOT IN ({members} 'pg_language'::regclass)
