-- Statistics objects.
SELECT 'statistics object' AS kind,
       n.nspname AS schema,
       '' AS relation,
       x.stxname AS name,
       '' AS signature,
       pg_get_statisticsobjdef(x.oid) AS definition,
       nullif(x.stxstattarget, -1) AS target,
       pg_get_userbyid(x.stxowner) AS owner,
       said.description AS comment,
       concat_ws(' ', 'pg_statistic_ext', x.oid) AS address
  FROM pg_statistic_ext AS x
  JOIN pg_namespace AS n
    ON n.oid = x.stxnamespace
  LEFT JOIN pg_description AS said
    ON said.objoid = x.oid AND said.classoid = 'pg_statistic_ext'::regclass
 WHERE x.stxnamespace IN ({schemas})
   AND x.oid NOT IN ({members} 'pg_statistic_ext'::regclass)
