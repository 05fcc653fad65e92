-- Text search parsers.
SELECT 'text search parser' AS kind,
       n.nspname AS schema,
       '' AS relation,
       o.prsname AS name,
       '' AS signature,
       o.prsstart::text AS start,
       o.prstoken::text AS token,
       o.prsend::text AS "end",
       nullif(o.prsheadline::text, '-') AS headline,
       o.prslextype::text AS token_types,
       said.description AS comment,
       concat_ws(' ', 'pg_ts_parser', o.oid) AS address
  FROM pg_ts_parser AS o
  JOIN pg_namespace AS n
    ON n.oid = o.prsnamespace
  LEFT JOIN pg_description AS said
    ON said.objoid = o.oid AND said.classoid = 'pg_ts_parser'::regclass
 WHERE o.oid >= 16384
   AND o.prsnamespace IN ({schemas})
   AND o.oid NOT IN ({members} 'pg_ts_parser'::regclass)
