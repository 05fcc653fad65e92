-- Publications, but the platform's own: of those it makes `supabase_realtime` is the user's to fill.
SELECT 'publication' AS kind,
       '' AS schema,
       '' AS relation,
       p.pubname AS name,
       '' AS signature,
       p.puballtables AS all_tables,
       s.names AS schemas,
       ARRAY_REMOVE(ARRAY[CASE WHEN p.pubinsert THEN 'insert' END, CASE WHEN p.pubupdate THEN 'update' END,
                          CASE WHEN p.pubdelete THEN 'delete' END, CASE WHEN p.pubtruncate THEN 'truncate' END],
                    NULL) AS operations,
       p.pubviaroot AS via_root,
       {generated_columns} AS generated_columns,
       pg_get_userbyid(p.pubowner) AS owner,
       said.description AS comment,
       concat_ws(' ', 'pg_publication', p.oid) AS address
  FROM pg_publication AS p
  LEFT JOIN ({publication_schemas}) AS s
    ON s.publication = p.oid
  LEFT JOIN pg_description AS said
    ON said.objoid = p.oid AND said.classoid = 'pg_publication'::regclass
 WHERE {everything}
   AND (pg_get_userbyid(p.pubowner) <> ALL ({reserved_roles}) OR p.pubname = 'supabase_realtime')
   AND p.oid NOT IN ({members} 'pg_publication'::regclass)
