-- Aggregate functions.
SELECT 'aggregate' AS kind,
       n.nspname AS schema,
       '' AS relation,
       p.proname AS name,
       oidvectortypes(p.proargtypes) AS signature,
       pg_get_function_arguments(p.oid) AS arguments,
       pg_get_function_result(p.oid) AS result,
       CASE a.aggkind WHEN 'n' THEN 'normal' WHEN 'o' THEN 'ordered-set' ELSE 'hypothetical-set' END AS type,
       a.aggtransfn::oid::regprocedure::text AS transition,
       format_type(a.aggtranstype, NULL) AS state_type,
       a.aggtransspace AS state_size,
       a.agginitval AS initial_value,
       nullif(a.aggfinalfn::oid, 0)::regprocedure::text AS final,
       a.aggfinalextra AS final_extra,
       CASE a.aggfinalmodify WHEN 'r' THEN 'read only' WHEN 's' THEN 'shareable' ELSE 'read write' END AS final_modify,
       nullif(a.aggcombinefn::oid, 0)::regprocedure::text AS combine,
       nullif(a.aggserialfn::oid, 0)::regprocedure::text AS serialize,
       nullif(a.aggdeserialfn::oid, 0)::regprocedure::text AS deserialize,
       nullif(a.aggmtransfn::oid, 0)::regprocedure::text AS moving_transition,
       nullif(a.aggminvtransfn::oid, 0)::regprocedure::text AS moving_inverse,
       format_type(nullif(a.aggmtranstype, 0), NULL) AS moving_state_type,
       a.aggmtransspace AS moving_state_size,
       a.aggminitval AS moving_initial_value,
       nullif(a.aggmfinalfn::oid, 0)::regprocedure::text AS moving_final,
       a.aggmfinalextra AS moving_final_extra,
       CASE a.aggmfinalmodify WHEN 'r' THEN 'read only' WHEN 's' THEN 'shareable' ELSE 'read write' END
           AS moving_final_modify,
       nullif(a.aggsortop, 0)::regoperator::text AS sort_operator,
       CASE p.proparallel WHEN 's' THEN 'safe' WHEN 'r' THEN 'restricted' ELSE 'unsafe' END AS parallel,
       together.names AS depends_on_extensions,
       pg_get_userbyid(p.proowner) AS owner,
       p.proacl::text[] AS acl,
       said.description AS comment,
       concat_ws(' ', 'pg_proc', p.oid) AS address
  FROM pg_aggregate AS a
  JOIN pg_proc AS p
    ON p.oid = a.aggfnoid::oid
  JOIN pg_namespace AS n
    ON n.oid = p.pronamespace
  LEFT JOIN ({together} 'pg_proc'::regclass GROUP BY o.objid) AS together
    ON together.objid = p.oid
  LEFT JOIN pg_description AS said
    ON said.objoid = p.oid AND said.classoid = 'pg_proc'::regclass
 WHERE a.aggfnoid >= 16384  -- those below came with PostgreSQL
   AND p.pronamespace IN ({schemas})
   AND p.oid NOT IN ({members} 'pg_proc'::regclass)
