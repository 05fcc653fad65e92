-- Operator classes. What their operators and functions are, the families say.
SELECT 'operator class' AS kind,
       n.nspname AS schema,
       '' AS relation,
       o.opcname AS name,
       m.amname AS signature,
       format_type(o.opcintype, NULL) AS type,
       o.opcdefault AS "default",
       format('%I.%I', fn.nspname, f.opfname) AS family,
       format_type(nullif(o.opckeytype, 0), NULL) AS storage,
       pg_get_userbyid(o.opcowner) AS owner,
       said.description AS comment,
       concat_ws(' ', 'pg_opclass', o.oid) AS address
  FROM pg_opclass AS o
  JOIN pg_namespace AS n
    ON n.oid = o.opcnamespace
  JOIN pg_am AS m
    ON m.oid = o.opcmethod
  JOIN pg_opfamily AS f
    ON f.oid = o.opcfamily
  JOIN pg_namespace AS fn
    ON fn.oid = f.opfnamespace
  LEFT JOIN pg_description AS said
    ON said.objoid = o.oid AND said.classoid = 'pg_opclass'::regclass
 WHERE o.opcnamespace IN ({schemas})
   AND o.oid NOT IN ({members} 'pg_opclass'::regclass)
