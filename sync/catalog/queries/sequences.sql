-- Sequences that stand for themselves or serve a default; those of identity columns come with their columns.
SELECT 'sequence' AS kind,
       n.nspname AS schema,
       '' AS relation,
       c.relname AS name,
       '' AS signature,
       format_type(s.seqtypid, NULL) AS type,
       s.seqstart AS start,
       s.seqincrement AS increment,
       s.seqmin AS minimum,
       s.seqmax AS maximum,
       s.seqcache AS cache,
       s.seqcycle AS cycle,
       CASE c.relpersistence WHEN 'u' THEN 'unlogged' ELSE 'permanent' END AS persistence,
       CASE WHEN d.deptype = 'a'
            THEN (SELECT format('%s.%I', d.refobjid::regclass, a.attname)
                    FROM pg_attribute AS a
                   WHERE a.attrelid = d.refobjid AND a.attnum = d.refobjsubid) END AS owned_by,
       pg_get_userbyid(c.relowner) AS owner,
       c.relacl::text[] AS acl,
       said.description AS comment,
       concat_ws(' ', 'pg_class', c.oid) AS address
  FROM pg_class AS c
  JOIN pg_namespace AS n
    ON n.oid = c.relnamespace
  JOIN pg_sequence AS s
    ON s.seqrelid = c.oid
  LEFT JOIN pg_depend AS d
    ON d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.refclassid = 'pg_class'::regclass
       AND d.deptype IN ('a', 'i')
  LEFT JOIN pg_description AS said
    ON said.objoid = c.oid AND said.classoid = 'pg_class'::regclass AND said.objsubid = 0
 WHERE c.relkind = 'S'
   AND c.relnamespace IN ({schemas})
   AND d.deptype IS DISTINCT FROM 'i'
   AND c.oid NOT IN ({members} 'pg_class'::regclass)
