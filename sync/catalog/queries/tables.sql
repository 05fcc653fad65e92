-- Tables, partitioned tables, partitions and foreign tables.
SELECT CASE c.relkind WHEN 'f' THEN 'foreign table' ELSE 'table' END AS kind,
       n.nspname AS schema,
       '' AS relation,
       c.relname AS name,
       '' AS signature,
       CASE c.relpersistence WHEN 'u' THEN 'unlogged' ELSE 'permanent' END AS persistence,
       CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END AS partition_key,
       CASE WHEN c.relispartition THEN p.parents[1] END AS partition_of,
       CASE WHEN c.relispartition THEN pg_get_expr(c.relpartbound, c.oid) END AS partition_bound,
       coalesce(p.detach_pending, false) AS detach_pending,
       CASE WHEN c.relispartition OR p.parents IS NULL THEN ARRAY[]::text[] ELSE p.parents END AS inherits,
       CASE WHEN c.reloftype <> 0 THEN format_type(c.reloftype, NULL) END AS of_type,
       c.relrowsecurity AS row_security,
       c.relforcerowsecurity AS force_row_security,
       CASE c.relreplident
            WHEN 'd' THEN 'default' WHEN 'f' THEN 'full' WHEN 'n' THEN 'nothing'
            ELSE 'index ' || coalesce(i.replica_index, '(none)') END AS replica_identity,
       i.clustered_index AS clustered_on,
       CASE WHEN c.relkind = 'p' OR am.amname <> 'heap' THEN am.amname END AS access_method,
       ts.spcname AS tablespace,
       ARRAY(SELECT o
               FROM (SELECT unnest(c.reloptions) UNION ALL SELECT 'toast.' || unnest(toast.reloptions)) AS u (o)
              ORDER BY o COLLATE "C") AS options,
       fs.srvname AS server,
       ARRAY(SELECT o FROM unnest(ft.ftoptions) AS o ORDER BY o COLLATE "C") AS foreign_options
  FROM pg_class AS c
  JOIN pg_namespace AS n
    ON n.oid = c.relnamespace
  LEFT JOIN (SELECT h.inhrelid,
                    array_agg(format('%%I.%%I', pn.nspname, pc.relname) ORDER BY h.inhseqno) AS parents,
                    bool_or({detach_pending}) AS detach_pending
               FROM pg_inherits AS h
               JOIN pg_class AS pc ON pc.oid = h.inhparent
               JOIN pg_namespace AS pn ON pn.oid = pc.relnamespace
              WHERE pc.relkind NOT IN ('i', 'I')
              GROUP BY h.inhrelid) AS p
    ON p.inhrelid = c.oid
  LEFT JOIN (SELECT x.indrelid,
                    max(format('%%I', ic.relname)) FILTER (WHERE x.indisreplident) AS replica_index,
                    max(format('%%I', ic.relname)) FILTER (WHERE x.indisclustered) AS clustered_index
               FROM pg_index AS x
               JOIN pg_class AS ic ON ic.oid = x.indexrelid
              WHERE x.indisreplident OR x.indisclustered
              GROUP BY x.indrelid) AS i
    ON i.indrelid = c.oid
  LEFT JOIN pg_class AS toast
    ON toast.oid = c.reltoastrelid
  LEFT JOIN pg_am AS am
    ON am.oid = c.relam
  LEFT JOIN pg_tablespace AS ts
    ON ts.oid = c.reltablespace
  LEFT JOIN pg_foreign_table AS ft
    ON ft.ftrelid = c.oid
  LEFT JOIN pg_foreign_server AS fs
    ON fs.oid = ft.ftserver
 WHERE c.relkind IN ('r', 'p', 'f')
   AND c.relnamespace = ANY (%(schemas)s::oid[])
   AND NOT EXISTS (SELECT FROM pg_depend AS e
                    WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid AND e.deptype = 'e')
 ORDER BY n.nspname, c.relname
