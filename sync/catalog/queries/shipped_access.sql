-- What somebody granted, or revoked, on what PostgreSQL or an extension brought along: what is granted and was not when
-- it came, and the other way round. It came with what is on record, else with what a new object has; that everybody may
-- read most of information_schema is not on record. A column with nothing left has no list. An entry whose grantor it is
-- for is the owner's, whoever that was by then, and one for a role that is gone is none. On a platform only roles of the
-- user's count: the rest may be the platform's own doing.
WITH places AS MATERIALIZED (
    SELECT tableoid AS class, * FROM pg_namespace WHERE oid IN ({wanted})
), shipped (kind, schema, relation, name, signature, class, oid, part, owner, acl, usual) AS (
    SELECT CASE c.relkind WHEN 'S' THEN 'sequence' WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view'
                          WHEN 'f' THEN 'foreign table' ELSE 'table' END,
           n.nspname, '', c.relname, '', c.tableoid, c.oid, 0, c.relowner, c.relacl,
           acldefault(CASE c.relkind WHEN 'S' THEN 's'::"char" ELSE 'r' END, c.relowner)
               || CASE WHEN n.nspname = 'information_schema' AND c.relname !~ '^_'
                            AND c.relname NOT IN ('sql_parts', 'transforms')
                       THEN ARRAY[makeaclitem(0, c.relowner, 'SELECT', false)] END
      FROM pg_class AS c
      JOIN places AS n
        ON n.oid = c.relnamespace
     WHERE c.relacl IS NOT NULL AND c.relkind IN ('r', 'p', 'f', 'v', 'm', 'S')
     UNION ALL
    SELECT 'column', n.nspname, c.relname, a.attname, '', c.tableoid, c.oid, a.attnum, c.relowner, a.attacl, NULL
      FROM pg_attribute AS a
      JOIN pg_class AS c
        ON c.oid = a.attrelid
      JOIN places AS n
        ON n.oid = c.relnamespace
     WHERE NOT a.attisdropped
       AND (a.attrelid < 16384 OR a.attrelid = ANY (ARRAY({members} 'pg_class'::regclass)))
       AND (a.attacl IS NOT NULL
            OR (a.attrelid, a.attnum) IN (SELECT objoid, objsubid FROM pg_init_privs WHERE objsubid <> 0))
     UNION ALL
    SELECT CASE p.prokind WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate' ELSE 'function' END,
           n.nspname, '', p.proname, oidvectortypes(p.proargtypes), p.tableoid, p.oid, 0, p.proowner, p.proacl,
           acldefault('f', p.proowner)
      FROM pg_proc AS p
      JOIN places AS n
        ON n.oid = p.pronamespace
     WHERE p.proacl IS NOT NULL
     UNION ALL
    SELECT CASE t.typtype WHEN 'e' THEN 'enum' WHEN 'd' THEN 'domain' WHEN 'c' THEN 'composite type'
                          WHEN 'r' THEN 'range type' ELSE 'base type' END,
           n.nspname, '', t.typname, '', t.tableoid, t.oid, 0, t.typowner, t.typacl, acldefault('T', t.typowner)
      FROM pg_type AS t
      JOIN places AS n
        ON n.oid = t.typnamespace
     WHERE t.typacl IS NOT NULL
       AND (t.typtype IN ('b', 'd', 'e', 'p', 'r')
            OR t.typrelid IN (SELECT oid FROM pg_class WHERE relkind = 'c'))  -- not what comes along with others
     UNION ALL
    SELECT 'schema', n.nspname, '', '', '', n.class, n.oid, 0, n.nspowner, n.nspacl,
           acldefault('n', n.nspowner)
               || CASE n.nspname WHEN 'information_schema' THEN ARRAY[makeaclitem(0, n.nspowner, 'USAGE', false)] END
      FROM places AS n
     WHERE n.nspacl IS NOT NULL AND n.oid NOT IN ({related})
     UNION ALL
    SELECT 'language', '', '', l.lanname, '', l.tableoid, l.oid, 0, l.lanowner, l.lanacl, acldefault('l', l.lanowner)
      FROM pg_language AS l
     WHERE l.lanacl IS NOT NULL AND {everything}
     UNION ALL
    SELECT 'foreign data wrapper', '', '', w.fdwname, '', w.tableoid, w.oid, 0, w.fdwowner, w.fdwacl,
           acldefault('F', w.fdwowner)
      FROM pg_foreign_data_wrapper AS w
     WHERE w.fdwacl IS NOT NULL AND {everything}
     UNION ALL
    SELECT 'server', '', '', s.srvname, '', s.tableoid, s.oid, 0, s.srvowner, s.srvacl, acldefault('S', s.srvowner)
      FROM pg_foreign_server AS s
     WHERE s.srvacl IS NOT NULL AND {everything}
)
SELECT s.kind AS kind,
       s.schema AS schema,
       s.relation AS relation,
       s.name AS name,
       s.signature AS signature,
       pg_get_userbyid(s.owner) AS acl_owner,
       changed.granted AS granted,
       changed.revoked AS revoked
  FROM shipped AS s
  LEFT JOIN pg_init_privs AS i
    ON i.objoid = s.oid AND i.classoid = s.class AND i.objsubid = s.part
 CROSS JOIN LATERAL (
           SELECT array_agg(e.entry::text) FILTER (WHERE e.granted) AS granted,
                  array_agg(e.entry::text) FILTER (WHERE NOT e.granted) AS revoked
             FROM (SELECT makeaclitem(x.grantee, s.owner, x.privilege, bool_or(x.grantable AND x.granted)) AS entry,
                          bool_or(x.granted) AS granted
                     FROM (SELECT true, a.grantee, a.privilege_type, a.is_grantable AND a.grantee <> s.owner
                             FROM aclexplode(s.acl) AS a
                            UNION ALL
                           SELECT false, CASE a.grantee WHEN a.grantor THEN s.owner ELSE a.grantee END,
                                  a.privilege_type, a.is_grantable AND a.grantee NOT IN (a.grantor, s.owner)
                             FROM aclexplode(coalesce(i.initprivs, s.usual)) AS a
                          ) AS x (granted, grantee, privilege, grantable)
                    WHERE (x.grantee = 0 OR x.grantee IN (SELECT oid FROM pg_roles))
                      AND (NOT {on_platform}
                           OR (x.grantee NOT IN (0, s.owner)
                               AND pg_get_userbyid(x.grantee) <> ALL ({platform_roles} || {reserved_roles})))
                    GROUP BY x.grantee, x.privilege
                   HAVING bool_or(x.grantable) FILTER (WHERE x.granted)
                          IS DISTINCT FROM bool_or(x.grantable) FILTER (WHERE NOT x.granted)) AS e
       ) AS changed
 WHERE s.acl IS DISTINCT FROM coalesce(i.initprivs, s.usual)
   AND (s.oid < 16384 OR (s.class, s.oid) IN (SELECT classid, objid FROM pg_depend
                                               WHERE refclassid = 'pg_extension'::regclass AND deptype = 'e'))
   AND (changed.granted IS NOT NULL OR changed.revoked IS NOT NULL)
