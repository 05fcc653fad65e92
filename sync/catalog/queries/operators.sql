-- Operators. One that another names as its commutator or negator, and that is not made yet, has no function; it is there
-- for the other, and nothing when that is gone.
SELECT 'operator' AS kind,
       n.nspname AS schema,
       '' AS relation,
       o.oprname AS name,
       concat(coalesce(format_type(nullif(o.oprleft, 0), NULL), 'NONE'), ', ',
              coalesce(format_type(nullif(o.oprright, 0), NULL), 'NONE')) AS signature,
       nullif(o.oprcode::oid, 0)::regprocedure::text AS function,
       format_type(nullif(o.oprresult, 0), NULL) AS result,
       nullif(o.oprcom, 0)::regoperator::text AS commutator,
       nullif(o.oprnegate, 0)::regoperator::text AS negator,
       nullif(o.oprrest::oid, 0)::regprocedure::text AS restrict,
       nullif(o.oprjoin::oid, 0)::regprocedure::text AS "join",
       o.oprcanhash AS hashes,
       o.oprcanmerge AS merges,
       CASE WHEN o.oprcode <> 0 THEN pg_get_userbyid(o.oprowner) END AS owner,
       said.description AS comment,
       concat_ws(' ', 'pg_operator', o.oid) AS address
  FROM pg_operator AS o
  JOIN pg_namespace AS n
    ON n.oid = o.oprnamespace
  LEFT JOIN pg_description AS said
    ON said.objoid = o.oid AND said.classoid = 'pg_operator'::regclass
 WHERE o.oprnamespace IN ({schemas})
   AND o.oid NOT IN ({members} 'pg_operator'::regclass)
   AND (o.oprcode <> 0 OR EXISTS (SELECT FROM pg_operator AS other WHERE o.oid IN (other.oprcom, other.oprnegate)))
