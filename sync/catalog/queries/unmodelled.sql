-- What the database holds in the schemas that are read, and beside them, that is not compared: a row for each kind,
-- with the number of objects and some of their names. That is what a later PostgreSQL has and this reader has never
-- heard of: relations, constraints, types and routines of other kinds, and objects in catalogs of their own, which are
-- found by what they depend on. What is known, and what of it is not compared, stands in docs/coverage.md.
WITH RECURSIVE classes (class) AS (
    SELECT min(classid) FROM pg_depend WHERE classid > 0
    UNION ALL
    SELECT (SELECT min(d.classid) FROM pg_depend AS d WHERE d.classid > c.class) FROM classes AS c WHERE c.class > 0
), found (kind, class, oid) AS (
    SELECT 'unknown relation', 'pg_class'::regclass::oid, c.oid
      FROM pg_class AS c
     WHERE c.relkind NOT IN ('r', 'p', 'f', 'v', 'm', 'S', 'i', 'I', 'c', 't')
    UNION ALL
    SELECT 'unknown constraint', 'pg_constraint'::regclass, k.oid
      FROM pg_constraint AS k
     WHERE k.contype NOT IN ('c', 'f', 'p', 'u', 't', 'x', 'n')
    UNION ALL
    SELECT 'unknown type', 'pg_type'::regclass, t.oid
      FROM pg_type AS t
     WHERE t.typtype NOT IN ('b', 'c', 'd', 'e', 'p', 'r', 'm')
    UNION ALL
    SELECT 'unknown routine', 'pg_proc'::regclass, p.oid
      FROM pg_proc AS p
     WHERE p.prokind NOT IN ('f', 'p', 'a', 'w')
    UNION ALL
    SELECT NULL, classes.class, d.objid
      FROM classes
     CROSS JOIN LATERAL (SELECT DISTINCT d.objid FROM pg_depend AS d WHERE d.classid = classes.class) AS d
     WHERE classes.class::regclass::text NOT IN (
               'pg_am', 'pg_amop', 'pg_amproc', 'pg_attrdef', 'pg_cast', 'pg_class', 'pg_collation', 'pg_constraint',
               'pg_conversion', 'pg_default_acl', 'pg_event_trigger', 'pg_extension', 'pg_foreign_data_wrapper',
               'pg_foreign_server', 'pg_language', 'pg_namespace', 'pg_opclass', 'pg_operator', 'pg_opfamily',
               'pg_policy', 'pg_proc', 'pg_publication', 'pg_publication_namespace', 'pg_publication_rel', 'pg_rewrite',
               'pg_statistic_ext', 'pg_subscription', 'pg_transform', 'pg_trigger', 'pg_ts_config', 'pg_ts_dict',
               'pg_ts_parser', 'pg_ts_template', 'pg_type', 'pg_user_mapping')
)
SELECT coalesce(f.kind, o.type) AS kind,
       count(*)::int4 AS number,
       (array_agg(o.identity ORDER BY o.identity COLLATE "C"))[1:3] AS names
  FROM found AS f
 CROSS JOIN LATERAL pg_identify_object(f.class, f.oid, 0) AS o
 WHERE f.oid >= 16384
   AND CASE WHEN o.schema IS NULL THEN {everything}
            ELSE o.schema IN (SELECT quote_ident(nspname) FROM pg_namespace WHERE oid IN ({schemas})) END
   AND NOT EXISTS (SELECT FROM pg_depend AS m
                    WHERE m.classid = f.class AND m.objid = f.oid AND m.deptype = 'e')
 GROUP BY 1
 ORDER BY 1
