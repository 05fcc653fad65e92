-- Statistics objects. PostgreSQL writes their columns in the order in which these came to the table, which means nothing.
SELECT 'statistics object' AS kind,
       n.nspname AS schema,
       '' AS relation,
       x.stxname AS name,
       '' AS signature,
       coalesce(overlay(d.definition PLACING c.by_name FROM position(' ON ' || c.as_written IN d.definition) + 4
                        FOR length(c.as_written)), d.definition) AS definition,
       nullif(x.stxstattarget, -1) AS target,
       pg_get_userbyid(x.stxowner) AS owner,
       said.description AS comment,
       concat_ws(' ', 'pg_statistic_ext', x.oid) AS address
  FROM pg_statistic_ext AS x
  JOIN pg_namespace AS n
    ON n.oid = x.stxnamespace
 CROSS JOIN LATERAL (SELECT pg_get_statisticsobjdef(x.oid) AS definition) AS d
 CROSS JOIN LATERAL (
           SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY k.place) AS as_written,
                  string_agg(quote_ident(a.attname), ', ' ORDER BY a.attname) AS by_name
             FROM unnest(x.stxkeys) WITH ORDINALITY AS k (attnum, place)
             JOIN pg_attribute AS a ON a.attrelid = x.stxrelid AND a.attnum = k.attnum) AS c
  LEFT JOIN pg_description AS said
    ON said.objoid = x.oid AND said.classoid = 'pg_statistic_ext'::regclass
 WHERE x.stxnamespace IN ({schemas})
   AND x.oid NOT IN ({members} 'pg_statistic_ext'::regclass)
