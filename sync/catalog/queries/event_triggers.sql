-- Event triggers, but those that call a function of the platform.
SELECT 'event trigger' AS kind,
       '' AS schema,
       '' AS relation,
       e.evtname AS name,
       '' AS signature,
       e.evtevent AS event,
       e.evttags AS tags,
       e.evtfoid::regprocedure::text AS function,
       CASE e.evtenabled WHEN 'O' THEN 'origin' WHEN 'D' THEN 'disabled'
                         WHEN 'R' THEN 'replica' WHEN 'A' THEN 'always' END AS firing,
       pg_get_userbyid(e.evtowner) AS owner,
       said.description AS comment,
       concat_ws(' ', 'pg_event_trigger', e.oid) AS address
  FROM pg_event_trigger AS e
  JOIN pg_proc AS p
    ON p.oid = e.evtfoid
  LEFT JOIN pg_description AS said
    ON said.objoid = e.oid AND said.classoid = 'pg_event_trigger'::regclass
 WHERE {everything}
   AND p.pronamespace NOT IN ({platform})
   AND e.oid NOT IN ({members} 'pg_event_trigger'::regclass)
