-- Text search dictionaries. PostgreSQL keeps their options as one text, `name = 'value', name = 'value'`, in the order in
-- which they were last set; the order makes no difference, so they are taken apart.
SELECT 'text search dictionary' AS kind,
       n.nspname AS schema,
       '' AS relation,
       o.dictname AS name,
       '' AS signature,
       format('%s.%I', t.tmplnamespace::regnamespace, t.tmplname) AS template,
       ARRAY(SELECT format('%s=%s', option[1], option[2])
               FROM regexp_matches(o.dictinitoption,
                                   $$("(?:[^"]|"")+"|[^"\s=,]+) = (E?'(?:[^']|'')*'|[^',]+)$$, 'g') AS option) AS options,
       pg_get_userbyid(o.dictowner) AS owner,
       said.description AS comment,
       concat_ws(' ', 'pg_ts_dict', o.oid) AS address
  FROM pg_ts_dict AS o
  JOIN pg_namespace AS n
    ON n.oid = o.dictnamespace
  JOIN pg_ts_template AS t
    ON t.oid = o.dicttemplate
  LEFT JOIN pg_description AS said
    ON said.objoid = o.oid AND said.classoid = 'pg_ts_dict'::regclass
 WHERE o.oid >= 16384
   AND o.dictnamespace IN ({schemas})
   AND o.oid NOT IN ({members} 'pg_ts_dict'::regclass)
