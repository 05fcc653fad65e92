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
       CASE WHEN NOT c.relispartition THEN p.parents END AS inherits,
       CASE WHEN c.reloftype <> 0 THEN format_type(c.reloftype, NULL) END AS of_type,
       c.relrowsecurity AS row_security,
       c.relforcerowsecurity AS force_row_security,
       CASE c.relreplident
            WHEN 'd' THEN 'default' WHEN 'f' THEN 'full' WHEN 'n' THEN 'nothing'
            ELSE 'index ' || coalesce(i.replica_index, '(none)') END AS replica_identity,
       i.clustered_index AS clustered_on,
       CASE WHEN c.relkind = 'p' OR am.amname <> 'heap' THEN am.amname END AS access_method,
       ts.spcname AS tablespace,
       CASE WHEN toast.oid IS NULL THEN c.reloptions
            ELSE c.reloptions || ARRAY(SELECT 'toast.' || o FROM unnest(toast.reloptions) AS o) END AS options,
       fs.srvname AS server,
       ft.ftoptions AS foreign_options,
       pg_get_userbyid(c.relowner) AS owner,
       c.relacl::text[] AS acl,
       said.description AS comment,
       concat_ws(' ', 'pg_class', c.oid) AS address
  FROM pg_class AS c
  JOIN pg_namespace AS n
    ON n.oid = c.relnamespace
  LEFT JOIN (SELECT h.inhrelid,
                    array_agg(h.inhparent::regclass::text ORDER BY h.inhseqno) AS parents,
                    bool_or({detach_pending}) AS detach_pending
               FROM pg_inherits AS h
               JOIN pg_class AS pc ON pc.oid = h.inhparent AND pc.relkind NOT IN ('i', 'I')
              GROUP BY h.inhrelid) AS p
    ON p.inhrelid = c.oid
  LEFT JOIN (SELECT x.indrelid,
                    max(format('%I', ic.relname)) FILTER (WHERE x.indisreplident) AS replica_index,
                    max(format('%I', ic.relname)) FILTER (WHERE x.indisclustered) AS clustered_index
               FROM pg_index AS x
               JOIN pg_class AS ic ON ic.oid = x.indexrelid
              WHERE x.indisreplident OR x.indisclustered
              GROUP BY x.indrelid) AS i
    ON i.indrelid = c.oid
  LEFT JOIN pg_class AS toast
    ON toast.oid = c.reltoastrelid AND toast.reloptions IS NOT NULL
  LEFT JOIN pg_am AS am
    ON am.oid = c.relam
  LEFT JOIN pg_tablespace AS ts
    ON ts.oid = c.reltablespace
  LEFT JOIN pg_foreign_table AS ft
    ON ft.ftrelid = c.oid
  LEFT JOIN pg_foreign_server AS fs
    ON fs.oid = ft.ftserver
  LEFT JOIN pg_description AS said
    ON said.objoid = c.oid AND said.classoid = 'pg_class'::regclass AND said.objsubid = 0
 WHERE c.relkind IN ('r', 'p', 'f')
   AND c.relnamespace IN ({related})
   AND c.oid NOT IN ({members} 'pg_class'::regclass)
