-- Conversions between encodings.
SELECT 'conversion' AS kind,
       n.nspname AS schema,
       '' AS relation,
       o.conname AS name,
       '' AS signature,
       pg_encoding_to_char(o.conforencoding) AS for_encoding,
       pg_encoding_to_char(o.contoencoding) AS to_encoding,
       o.conproc::text AS function,
       o.condefault AS "default",
       pg_get_userbyid(o.conowner) AS owner,
       said.description AS comment,
       concat_ws(' ', 'pg_conversion', o.oid) AS address
  FROM pg_conversion AS o
  JOIN pg_namespace AS n
    ON n.oid = o.connamespace
  LEFT JOIN pg_description AS said
    ON said.objoid = o.oid AND said.classoid = 'pg_conversion'::regclass
 WHERE o.oid >= 16384
   AND o.connamespace IN ({schemas})
   AND o.oid NOT IN ({members} 'pg_conversion'::regclass)
