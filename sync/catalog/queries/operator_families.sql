-- Operator families with all their operators and support functions, those that came with an operator class included:
-- whether one is tied to a class or to the family only says what is dropped together, and depends on the server's
-- major version. Of a family of PostgreSQL's own or of an extension, only the user's operators and functions. What is
-- numbered below 16384 came with PostgreSQL.
WITH mine AS MATERIALIZED (
    SELECT f.oid
      FROM pg_opfamily AS f
     WHERE f.opfnamespace IN ({schemas})
       AND f.oid NOT IN ({members} 'pg_opfamily'::regclass)
), operators AS (
    SELECT o.amopfamily AS family,
           array_agg(format('%s %s%s', o.amopstrategy, o.amopopr::regoperator,
                            CASE WHEN o.amoppurpose = 'o' THEN format(' for order by %I.%I', sn.nspname, s.opfname) END)
                     || CASE WHEN (o.amoplefttype, o.amoprighttype) IS DISTINCT FROM (p.oprleft, p.oprright)
                             THEN format(' as %s, %s', format_type(o.amoplefttype, NULL),
                                         format_type(o.amoprighttype, NULL)) ELSE '' END) AS members
      FROM pg_amop AS o
      JOIN pg_operator AS p ON p.oid = o.amopopr
      LEFT JOIN pg_opfamily AS s ON s.oid = o.amopsortfamily
      LEFT JOIN pg_namespace AS sn ON sn.oid = s.opfnamespace
     WHERE o.oid >= 16384
       AND (o.amopfamily IN (SELECT oid FROM mine)
            OR (p.oprnamespace IN ({schemas}) AND p.oid NOT IN ({members} 'pg_operator'::regclass)))
     GROUP BY o.amopfamily
), functions AS (
    SELECT a.amprocfamily AS family,
           array_agg(format('%s %s for %s, %s', a.amprocnum, a.amproc::oid::regprocedure,
                            format_type(a.amproclefttype, NULL), format_type(a.amprocrighttype, NULL))) AS members
      FROM pg_amproc AS a
      JOIN pg_proc AS p ON p.oid = a.amproc::oid
     WHERE a.oid >= 16384
       AND (a.amprocfamily IN (SELECT oid FROM mine)
            OR (p.pronamespace IN ({schemas}) AND p.oid NOT IN ({members} 'pg_proc'::regclass)))
     GROUP BY a.amprocfamily
)
SELECT 'operator family' AS kind,
       n.nspname AS schema,
       '' AS relation,
       f.opfname AS name,
       m.amname AS signature,
       o.members AS operators,
       a.members AS functions,
       CASE WHEN mine.oid IS NOT NULL THEN pg_get_userbyid(f.opfowner) END AS owner,
       CASE WHEN mine.oid IS NOT NULL THEN said.description END AS comment,
       concat_ws(' ', 'pg_opfamily', f.oid) AS address
  FROM pg_opfamily AS f
  JOIN pg_namespace AS n
    ON n.oid = f.opfnamespace
  JOIN pg_am AS m
    ON m.oid = f.opfmethod
  LEFT JOIN mine
    ON mine.oid = f.oid
  LEFT JOIN operators AS o
    ON o.family = f.oid
  LEFT JOIN functions AS a
    ON a.family = f.oid
  LEFT JOIN pg_description AS said
    ON said.objoid = f.oid AND said.classoid = 'pg_opfamily'::regclass
 WHERE mine.oid IS NOT NULL
    OR o.family IS NOT NULL
    OR a.family IS NOT NULL
