-- What the database holds in the schemas that are read, and beside them, that is not compared: a row for each kind,
-- with the number of objects and some of their names.
WITH members AS (
    SELECT classid, objid FROM pg_depend WHERE deptype = 'e'
), described AS MATERIALIZED (
    SELECT classoid, objoid FROM pg_description WHERE objoid >= 16384
), found (kind, classid, objid, name) AS (
    SELECT CASE t.typtype WHEN 'd' THEN 'domain' WHEN 'r' THEN 'range type' WHEN 'c' THEN 'composite type'
                          ELSE 'base type' END,
           'pg_type'::regclass, t.oid, format('%%I.%%I', n.nspname, t.typname)
      FROM pg_type AS t
      JOIN pg_namespace AS n ON n.oid = t.typnamespace
      LEFT JOIN pg_class AS c ON c.oid = t.typrelid
     WHERE t.typnamespace = ANY (%(schemas)s::oid[])
       AND (t.typtype IN ('d', 'r')
            OR (t.typtype = 'c' AND c.relkind = 'c')
            OR (t.typtype = 'b' AND t.oid NOT IN (SELECT typarray FROM pg_type)))
    UNION ALL
    SELECT 'aggregate', 'pg_proc'::regclass, p.oid,
           format('%%I.%%I(%%s)', n.nspname, p.proname, oidvectortypes(p.proargtypes))
      FROM pg_proc AS p
      JOIN pg_namespace AS n ON n.oid = p.pronamespace
     WHERE p.prokind = 'a' AND p.pronamespace = ANY (%(schemas)s::oid[])
    UNION ALL
    SELECT 'rule', 'pg_rewrite'::regclass, r.oid, format('%%I.%%I/%%I', n.nspname, c.relname, r.rulename)
      FROM pg_rewrite AS r
      JOIN pg_class AS c ON c.oid = r.ev_class
      JOIN pg_namespace AS n ON n.oid = c.relnamespace
     WHERE r.rulename <> '_RETURN' AND c.relnamespace = ANY (%(schemas)s::oid[])
    UNION ALL
    SELECT 'collation', 'pg_collation'::regclass, o.oid, format('%%I.%%I', n.nspname, o.collname)
      FROM pg_collation AS o
      JOIN pg_namespace AS n ON n.oid = o.collnamespace
     WHERE o.collnamespace = ANY (%(schemas)s::oid[])
    UNION ALL
    SELECT 'conversion', 'pg_conversion'::regclass, o.oid, format('%%I.%%I', n.nspname, o.conname)
      FROM pg_conversion AS o
      JOIN pg_namespace AS n ON n.oid = o.connamespace
     WHERE o.connamespace = ANY (%(schemas)s::oid[])
    UNION ALL
    SELECT 'operator', 'pg_operator'::regclass, o.oid, format('%%I.%%s', n.nspname, o.oprname)
      FROM pg_operator AS o
      JOIN pg_namespace AS n ON n.oid = o.oprnamespace
     WHERE o.oprnamespace = ANY (%(schemas)s::oid[])
    UNION ALL
    SELECT 'operator class', 'pg_opclass'::regclass, o.oid, format('%%I.%%I', n.nspname, o.opcname)
      FROM pg_opclass AS o
      JOIN pg_namespace AS n ON n.oid = o.opcnamespace
     WHERE o.opcnamespace = ANY (%(schemas)s::oid[])
    UNION ALL
    SELECT 'operator family', 'pg_opfamily'::regclass, o.oid, format('%%I.%%I', n.nspname, o.opfname)
      FROM pg_opfamily AS o
      JOIN pg_namespace AS n ON n.oid = o.opfnamespace
     WHERE o.opfnamespace = ANY (%(schemas)s::oid[])
    UNION ALL
    SELECT 'statistics object', 'pg_statistic_ext'::regclass, o.oid, format('%%I.%%I', n.nspname, o.stxname)
      FROM pg_statistic_ext AS o
      JOIN pg_namespace AS n ON n.oid = o.stxnamespace
     WHERE o.stxnamespace = ANY (%(schemas)s::oid[])
    UNION ALL
    SELECT 'text search configuration', 'pg_ts_config'::regclass, o.oid, format('%%I.%%I', n.nspname, o.cfgname)
      FROM pg_ts_config AS o
      JOIN pg_namespace AS n ON n.oid = o.cfgnamespace
     WHERE o.cfgnamespace = ANY (%(schemas)s::oid[])
    UNION ALL
    SELECT 'text search dictionary', 'pg_ts_dict'::regclass, o.oid, format('%%I.%%I', n.nspname, o.dictname)
      FROM pg_ts_dict AS o
      JOIN pg_namespace AS n ON n.oid = o.dictnamespace
     WHERE o.dictnamespace = ANY (%(schemas)s::oid[])
    UNION ALL
    SELECT 'text search parser', 'pg_ts_parser'::regclass, o.oid, format('%%I.%%I', n.nspname, o.prsname)
      FROM pg_ts_parser AS o
      JOIN pg_namespace AS n ON n.oid = o.prsnamespace
     WHERE o.prsnamespace = ANY (%(schemas)s::oid[])
    UNION ALL
    SELECT 'text search template', 'pg_ts_template'::regclass, o.oid, format('%%I.%%I', n.nspname, o.tmplname)
      FROM pg_ts_template AS o
      JOIN pg_namespace AS n ON n.oid = o.tmplnamespace
     WHERE o.tmplnamespace = ANY (%(schemas)s::oid[])
    UNION ALL
    SELECT 'extension', 'pg_extension'::regclass, x.oid, format('%%I %%s', x.extname, x.extversion)
      FROM pg_extension AS x
     WHERE x.extname <> 'plpgsql'
    UNION ALL
    SELECT 'cast', 'pg_cast'::regclass, k.oid,
           format('%%s as %%s', format_type(k.castsource, NULL), format_type(k.casttarget, NULL))
      FROM pg_cast AS k
     WHERE k.oid >= 16384
    UNION ALL
    SELECT 'transform', 'pg_transform'::regclass, o.oid, format_type(o.trftype, NULL)
      FROM pg_transform AS o
    UNION ALL
    SELECT 'access method', 'pg_am'::regclass, o.oid, format('%%I', o.amname)
      FROM pg_am AS o
     WHERE o.oid >= 16384
    UNION ALL
    SELECT 'language', 'pg_language'::regclass, o.oid, format('%%I', o.lanname)
      FROM pg_language AS o
     WHERE o.oid >= 16384
    UNION ALL
    SELECT 'event trigger', 'pg_event_trigger'::regclass, o.oid, format('%%I', o.evtname)
      FROM pg_event_trigger AS o
    UNION ALL
    SELECT 'subscription', 'pg_subscription'::regclass, 0, format('%%I', o.subname)
      FROM pg_subscription AS o
     WHERE o.subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())
    UNION ALL
    SELECT 'user mapping', 'pg_user_mapping'::regclass, o.umid, format('%%I on %%I', o.usename, o.srvname)
      FROM pg_user_mappings AS o
    UNION ALL
    SELECT 'publication', 'pg_publication'::regclass, o.oid, format('%%I', o.pubname)
      FROM pg_publication AS o
    UNION ALL
    SELECT 'foreign data wrapper', 'pg_foreign_data_wrapper'::regclass, o.oid, format('%%I', o.fdwname)
      FROM pg_foreign_data_wrapper AS o
    UNION ALL
    SELECT 'foreign server', 'pg_foreign_server'::regclass, o.oid, format('%%I', o.srvname)
      FROM pg_foreign_server AS o
    UNION ALL
    SELECT 'default privilege', 'pg_default_acl'::regclass, o.oid, coalesce(quote_ident(n.nspname), 'all schemas')
      FROM pg_default_acl AS o
      LEFT JOIN pg_namespace AS n ON n.oid = o.defaclnamespace
     WHERE o.defaclnamespace = 0 OR o.defaclnamespace = ANY (%(schemas)s::oid[])
    UNION ALL
    SELECT 'explicit grant on a relation', 'pg_class'::regclass, c.oid, format('%%I.%%I', n.nspname, c.relname)
      FROM pg_class AS c
      JOIN pg_namespace AS n ON n.oid = c.relnamespace
     WHERE c.relnamespace = ANY (%(schemas)s::oid[])
       AND (c.relacl IS NOT NULL
            OR c.oid IN (SELECT attrelid FROM pg_attribute WHERE attacl IS NOT NULL))
    UNION ALL
    SELECT 'explicit grant on a function', 'pg_proc'::regclass, p.oid,
           format('%%I.%%I(%%s)', n.nspname, p.proname, oidvectortypes(p.proargtypes))
      FROM pg_proc AS p
      JOIN pg_namespace AS n ON n.oid = p.pronamespace
     WHERE p.pronamespace = ANY (%(schemas)s::oid[]) AND p.proacl IS NOT NULL
    UNION ALL
    SELECT 'explicit grant on a schema', 'pg_namespace'::regclass, n.oid, format('%%I', n.nspname)
      FROM pg_namespace AS n
     WHERE n.oid = ANY (%(schemas)s::oid[]) AND n.nspacl IS NOT NULL
       AND NOT EXISTS (SELECT FROM pg_init_privs AS i
                        WHERE i.classoid = 'pg_namespace'::regclass AND i.objoid = n.oid AND i.initprivs = n.nspacl)
    UNION ALL
    SELECT 'explicit grant on a type', 'pg_type'::regclass, t.oid, format('%%I.%%I', n.nspname, t.typname)
      FROM pg_type AS t
      JOIN pg_namespace AS n ON n.oid = t.typnamespace
     WHERE t.typnamespace = ANY (%(schemas)s::oid[]) AND t.typacl IS NOT NULL
    UNION ALL
    SELECT 'relation of another owner than the database', 'pg_class'::regclass, c.oid,
           format('%%I.%%I', n.nspname, c.relname)
      FROM pg_class AS c
      JOIN pg_namespace AS n ON n.oid = c.relnamespace
     WHERE c.relnamespace = ANY (%(schemas)s::oid[])
       AND c.relkind IN ('r', 'p', 'f', 'v', 'm', 'S')
       AND c.relowner <> (SELECT datdba FROM pg_database WHERE datname = current_database())
    UNION ALL
    SELECT 'function of another owner than the database', 'pg_proc'::regclass, p.oid,
           format('%%I.%%I(%%s)', n.nspname, p.proname, oidvectortypes(p.proargtypes))
      FROM pg_proc AS p
      JOIN pg_namespace AS n ON n.oid = p.pronamespace
     WHERE p.pronamespace = ANY (%(schemas)s::oid[])
       AND p.proowner <> (SELECT datdba FROM pg_database WHERE datname = current_database())
    UNION ALL
    SELECT 'security label', l.classoid, l.objoid, format('%%s of %%s', l.provider, l.label)
      FROM pg_seclabel AS l
    UNION ALL
    SELECT 'comment', d.classoid, d.objoid, format('%%I', n.nspname)
      FROM described AS d
      JOIN pg_namespace AS n ON d.classoid = 'pg_namespace'::regclass AND n.oid = d.objoid
     WHERE n.oid = ANY (%(schemas)s::oid[])
    UNION ALL
    SELECT 'comment', d.classoid, d.objoid, format('%%I.%%I', n.nspname, t.typname)
      FROM described AS d
      JOIN pg_type AS t ON d.classoid = 'pg_type'::regclass AND t.oid = d.objoid
      JOIN pg_namespace AS n ON n.oid = t.typnamespace
     WHERE t.typnamespace = ANY (%(schemas)s::oid[])
    UNION ALL
    SELECT 'comment', d.classoid, d.objoid, format('%%I.%%I/%%I', n.nspname, c.relname, o.name)
      FROM described AS d
      JOIN (SELECT 'pg_constraint'::regclass, oid, conrelid, conname FROM pg_constraint
            UNION ALL
            SELECT 'pg_trigger'::regclass, oid, tgrelid, tgname FROM pg_trigger
            UNION ALL
            SELECT 'pg_policy'::regclass, oid, polrelid, polname FROM pg_policy) AS o (class, oid, relation, name)
        ON o.class = d.classoid AND o.oid = d.objoid
      JOIN pg_class AS c ON c.oid = o.relation
      JOIN pg_namespace AS n ON n.oid = c.relnamespace
     WHERE c.relnamespace = ANY (%(schemas)s::oid[])
    UNION ALL
    SELECT 'comment', d.classoid, d.objoid, format('%%I.%%I', n.nspname, c.relname)
      FROM described AS d
      JOIN pg_class AS c ON d.classoid = 'pg_class'::regclass AND c.oid = d.objoid
      JOIN pg_namespace AS n ON n.oid = c.relnamespace
     WHERE c.relnamespace = ANY (%(schemas)s::oid[])
    UNION ALL
    SELECT 'comment', d.classoid, d.objoid, format('%%I.%%I', n.nspname, p.proname)
      FROM described AS d
      JOIN pg_proc AS p ON d.classoid = 'pg_proc'::regclass AND p.oid = d.objoid
      JOIN pg_namespace AS n ON n.oid = p.pronamespace
     WHERE p.pronamespace = ANY (%(schemas)s::oid[])
)
SELECT f.kind,
       count(*)::int4 AS number,
       (array_agg(f.name ORDER BY f.name COLLATE "C"))[1:3] AS names
  FROM found AS f
 WHERE NOT EXISTS (SELECT FROM members AS m WHERE m.classid = f.classid AND m.objid = f.objid)
 GROUP BY f.kind
 ORDER BY f.kind
