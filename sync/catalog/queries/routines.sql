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
       {statements} AS statements,
       CASE p.provolatile WHEN 'i' THEN 'immutable' WHEN 's' THEN 'stable' ELSE 'volatile' END AS volatility,
       p.proisstrict AS strict,
       p.prosecdef AS security_definer,
       p.proleakproof AS leakproof,
       CASE p.proparallel WHEN 's' THEN 'safe' WHEN 'r' THEN 'restricted' ELSE 'unsafe' END AS parallel,
       p.procost AS cost,
       p.prorows AS rows,
       p.prokind = 'w' AS "window",
       p.proconfig AS settings,
       CASE WHEN p.prosupport <> 0 THEN p.prosupport::regproc::text END AS support,
       CASE WHEN p.protrftypes IS NOT NULL
            THEN ARRAY(SELECT format_type(x, NULL) FROM unnest(p.protrftypes) AS x) END AS transforms,
       p.probin AS library,
       together.names AS depends_on_extensions,
       pg_get_userbyid(p.proowner) AS owner,
       p.proacl::text[] AS acl,
       said.description AS comment,
       concat_ws(' ', 'pg_proc', p.oid) AS address
  FROM pg_proc AS p
  JOIN pg_namespace AS n
    ON n.oid = p.pronamespace
  JOIN pg_language AS l
    ON l.oid = p.prolang
  LEFT JOIN ({together} 'pg_proc'::regclass GROUP BY o.objid) AS together
    ON together.objid = p.oid
  LEFT JOIN pg_description AS said
    ON said.objoid = p.oid AND said.classoid = 'pg_proc'::regclass
 WHERE p.prokind IN ('f', 'p', 'w')
   AND p.pronamespace IN ({schemas})
   AND p.oid NOT IN ({members} 'pg_proc'::regclass)
   AND NOT EXISTS (SELECT FROM pg_depend AS e
                    WHERE e.classid = 'pg_proc'::regclass AND e.objid = p.oid AND e.deptype = 'i')
