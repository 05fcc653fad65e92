-- Foreign-data wrappers.
SELECT 'foreign data wrapper' AS kind,
       '' AS schema,
       '' AS relation,
       w.fdwname AS name,
       '' AS signature,
       nullif(w.fdwhandler, 0)::regprocedure::text AS handler,
       nullif(w.fdwvalidator, 0)::regprocedure::text AS validator,
       w.fdwoptions AS options,
       pg_get_userbyid(w.fdwowner) AS owner,
       w.fdwacl::text[] AS acl,
       said.description AS comment,
       concat_ws(' ', 'pg_foreign_data_wrapper', w.oid) AS address
  FROM pg_foreign_data_wrapper AS w
  LEFT JOIN pg_description AS said
    ON said.objoid = w.oid AND said.classoid = 'pg_foreign_data_wrapper'::regclass
 WHERE {everything}
   AND w.oid NOT IN ({members} 'pg_foreign_data_wrapper'::regclass)
