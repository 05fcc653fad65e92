-- Casts, without those that a range type brings along to its multirange type.
SELECT 'cast' AS kind,
       '' AS schema,
       '' AS relation,
       format_type(k.castsource, NULL) AS name,
       format_type(k.casttarget, NULL) AS signature,
       nullif(k.castfunc::regprocedure::text, '-') AS function,
       CASE k.castcontext WHEN 'i' THEN 'implicit' WHEN 'a' THEN 'assignment' ELSE 'explicit' END AS context,
       CASE k.castmethod WHEN 'f' THEN 'function' WHEN 'i' THEN 'inout' ELSE 'binary' END AS method,
       said.description AS comment,
       concat_ws(' ', 'pg_cast', k.oid) AS address
  FROM pg_cast AS k
  LEFT JOIN pg_description AS said
    ON said.objoid = k.oid AND said.classoid = 'pg_cast'::regclass
 WHERE {everything}
   AND k.oid >= 16384
   AND k.oid NOT IN ({members} 'pg_cast'::regclass)
   AND k.oid NOT IN (SELECT objid FROM pg_depend WHERE classid = 'pg_cast'::regclass AND deptype = 'i')
