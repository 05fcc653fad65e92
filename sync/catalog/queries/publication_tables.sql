-- Tables that publications name, those of the platform and of extensions included; not in the publications of
-- the platform's own, but `supabase_realtime`.
SELECT 'publication table' AS kind,
       n.nspname AS schema,
       c.relname AS relation,
       p.pubname AS name,
       '' AS signature,
       {published_columns} AS columns,
       {published_rows} AS filter,
       concat_ws(' ', 'pg_publication_rel', r.oid) AS address
  FROM pg_publication_rel AS r
  JOIN pg_publication AS p
    ON p.oid = r.prpubid
  JOIN pg_class AS c
    ON c.oid = r.prrelid
  JOIN pg_namespace AS n
    ON n.oid = c.relnamespace
 WHERE c.relnamespace IN ({related})
   AND (pg_get_userbyid(p.pubowner) <> ALL ({reserved_roles}) OR p.pubname = 'supabase_realtime')
