-- Extensions. CREATE EXTENSION sets the comment of the control file, which says nothing about the schema: a comment that
-- was written by the same command as the extension itself, or as its dependence on its schema, is that one. Only where
-- that cannot be seen (a restored dump sets it once more) are the control files asked, which are read one by one. The
-- owner of plpgsql is whoever made the cluster.
SELECT 'extension' AS kind,
       '' AS schema,
       '' AS relation,
       x.extname AS name,
       '' AS signature,
       n.nspname AS in_schema,
       x.extversion AS version,
       CASE WHEN x.extname <> 'plpgsql' OR x.extowner <> 10 THEN pg_get_userbyid(x.extowner) END AS owner,
       CASE WHEN (said.xmin = x.xmin AND said.cmin = x.cmin) OR (said.xmin = d.xmin AND said.cmin = d.cmin) THEN NULL
            ELSE (SELECT CASE WHEN said.description IS DISTINCT FROM a.comment THEN coalesce(said.description, '') END
                    FROM pg_available_extensions() AS a
                   WHERE a.name = x.extname) END AS comment,
       concat_ws(' ', 'pg_extension', x.oid) AS address
  FROM pg_extension AS x
  JOIN pg_namespace AS n
    ON n.oid = x.extnamespace
  LEFT JOIN pg_depend AS d
    ON d.classid = 'pg_extension'::regclass AND d.objid = x.oid AND d.refclassid = 'pg_namespace'::regclass
       AND d.refobjid = x.extnamespace AND d.deptype = 'n'
  LEFT JOIN pg_description AS said
    ON said.objoid = x.oid AND said.classoid = 'pg_extension'::regclass
 WHERE {everything}
