-- Text search configurations; for each type of token that has any, the dictionaries that are asked, in order.
SELECT 'text search configuration' AS kind,
       n.nspname AS schema,
       '' AS relation,
       o.cfgname AS name,
       '' AS signature,
       format('%s.%I', p.prsnamespace::regnamespace, p.prsname) AS parser,
       ARRAY(SELECT format('%s: %s', k.alias, string_agg(m.mapdict::regdictionary::text, ', ' ORDER BY m.mapseqno))
               FROM pg_ts_config_map AS m
               JOIN ts_token_type(o.cfgparser) AS k ON k.tokid = m.maptokentype
              WHERE m.mapcfg = o.oid
              GROUP BY k.alias) AS mappings,
       pg_get_userbyid(o.cfgowner) AS owner,
       said.description AS comment,
       concat_ws(' ', 'pg_ts_config', o.oid) AS address
  FROM pg_ts_config AS o
  JOIN pg_namespace AS n
    ON n.oid = o.cfgnamespace
  JOIN pg_ts_parser AS p
    ON p.oid = o.cfgparser
  LEFT JOIN pg_description AS said
    ON said.objoid = o.oid AND said.classoid = 'pg_ts_config'::regclass
 WHERE o.oid >= 16384
   AND o.cfgnamespace IN ({schemas})
   AND o.oid NOT IN ({members} 'pg_ts_config'::regclass)
