-- Security labels of what is read. There are none unless a label provider is loaded.
SELECT CASE WHEN a.attname IS NOT NULL THEN 'column'
            WHEN c.oid IS NOT NULL
            THEN CASE c.relkind WHEN 'S' THEN 'sequence' WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view'
                                WHEN 'f' THEN 'foreign table' WHEN 'c' THEN 'composite type' ELSE 'table' END
            WHEN p.oid IS NOT NULL
            THEN CASE p.prokind WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate' ELSE 'function' END
            WHEN t.oid IS NOT NULL
            THEN CASE t.typtype WHEN 'e' THEN 'enum' WHEN 'd' THEN 'domain' WHEN 'c' THEN 'composite type'
                                WHEN 'r' THEN 'range type' ELSE 'base type' END
            WHEN g.oid IS NOT NULL THEN 'language'
            WHEN u.oid IS NOT NULL THEN 'publication'
            WHEN e.oid IS NOT NULL THEN 'event trigger'
            ELSE 'schema' END AS kind,
       coalesce(n.nspname, '') AS schema,
       CASE WHEN a.attname IS NOT NULL THEN c.relname ELSE '' END AS relation,
       coalesce(a.attname, c.relname, p.proname, t.typname, g.lanname, u.pubname, e.evtname, '') AS name,
       CASE WHEN p.oid IS NOT NULL THEN oidvectortypes(p.proargtypes) ELSE '' END AS signature,
       ARRAY[l.provider, l.label] AS label
  FROM pg_seclabel AS l
  LEFT JOIN pg_class AS c
    ON l.classoid = 'pg_class'::regclass AND c.oid = l.objoid
  LEFT JOIN pg_attribute AS a
    ON a.attrelid = c.oid AND a.attnum = l.objsubid AND l.objsubid > 0
  LEFT JOIN pg_proc AS p
    ON l.classoid = 'pg_proc'::regclass AND p.oid = l.objoid
  LEFT JOIN pg_type AS t
    ON l.classoid = 'pg_type'::regclass AND t.oid = l.objoid
  LEFT JOIN pg_language AS g
    ON l.classoid = 'pg_language'::regclass AND g.oid = l.objoid
  LEFT JOIN pg_publication AS u
    ON l.classoid = 'pg_publication'::regclass AND u.oid = l.objoid
  LEFT JOIN pg_event_trigger AS e
    ON l.classoid = 'pg_event_trigger'::regclass AND e.oid = l.objoid
  LEFT JOIN pg_namespace AS n
    ON n.oid = coalesce(c.relnamespace, p.pronamespace, t.typnamespace,
                        CASE WHEN l.classoid = 'pg_namespace'::regclass THEN l.objoid END)
 WHERE (n.oid IN ({schemas}) OR (n.oid IS NULL AND {everything}))
   AND (n.oid IS NOT NULL OR g.oid IS NOT NULL OR u.oid IS NOT NULL OR e.oid IS NOT NULL)
   AND NOT EXISTS (SELECT FROM pg_depend AS m
                    WHERE m.classid = l.classoid AND m.objid = l.objoid AND m.deptype = 'e')
