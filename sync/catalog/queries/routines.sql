-- Functions and procedures, window functions included, aggregates not.
SELECT CASE p.prokind WHEN 'p' THEN 'procedure' ELSE 'function' END AS kind,
       n.nspname AS schema,
       '' AS relation,
       p.proname AS name,
       oidvectortypes(p.proargtypes) AS signature,
       pg_get_function_arguments(p.oid) AS arguments,
       pg_get_function_result(p.oid) AS result,
       l.lanname AS language,
       {body} AS body,
       CASE p.provolatile WHEN 'i' THEN 'immutable' WHEN 's' THEN 'stable' ELSE 'volatile' END AS volatility,
       p.proisstrict AS strict,
       p.prosecdef AS security_definer,
       p.proleakproof AS leakproof,
       CASE p.proparallel WHEN 's' THEN 'safe' WHEN 'r' THEN 'restricted' ELSE 'unsafe' END AS parallel,
       p.procost::text::float8 AS cost,
       p.prorows::text::float8 AS rows,
       p.prokind = 'w' AS "window",
       ARRAY(SELECT o FROM unnest(p.proconfig) AS o ORDER BY o COLLATE "C") AS settings,
       CASE WHEN p.prosupport <> 0 THEN p.prosupport::regproc::text END AS support,
       ARRAY(SELECT format_type(x, NULL) AS o FROM unnest(p.protrftypes) AS x ORDER BY format_type(x, NULL) COLLATE "C") AS transforms,
       p.probin AS library,
       ARRAY(SELECT quote_ident(oe.extname)
               FROM pg_depend AS o
               JOIN pg_extension AS oe ON oe.oid = o.refobjid
              WHERE o.classid = 'pg_proc'::regclass AND o.objid = p.oid AND o.deptype = 'x'
              ORDER BY oe.extname) AS depends_on_extensions
  FROM pg_proc AS p
  JOIN pg_namespace AS n
    ON n.oid = p.pronamespace
  JOIN pg_language AS l
    ON l.oid = p.prolang
 WHERE p.prokind IN ('f', 'p', 'w')
   AND p.pronamespace = ANY (%(schemas)s::oid[])
   AND NOT EXISTS (SELECT FROM pg_depend AS e
                    WHERE e.classid = 'pg_proc'::regclass AND e.objid = p.oid AND e.deptype IN ('e', 'i'))
 ORDER BY n.nspname, p.proname, oidvectortypes(p.proargtypes) COLLATE "C"
