-- What an extension consists of, as far as others can need it: a row for each member, in the order in which they came.
-- The search path is the extension's schema: what is there is named without it, so that it can be made elsewhere.
WITH extension AS (
    SELECT oid, extnamespace FROM pg_extension WHERE extname = %(name)s
), member AS (
    SELECT d.classid, d.objid
      FROM pg_depend AS d
      JOIN extension AS e ON e.oid = d.refobjid
     WHERE d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e'
), place AS (
    SELECT n.oid, CASE WHEN n.oid = e.extnamespace THEN '' ELSE format('%%I.', n.nspname) END AS prefix
      FROM pg_namespace AS n
     CROSS JOIN extension AS e
), routine AS (
    SELECT p.oid, s.prefix || quote_ident(p.proname) AS name
      FROM pg_proc AS p
      JOIN place AS s ON s.oid = p.pronamespace
), method AS (  -- an index method of an extension is more than names: there is none in its place
    SELECT oid, amname FROM pg_am WHERE oid < 16384
), base AS (
    SELECT t.*
      FROM member AS m
      JOIN pg_type AS t ON m.classid = 'pg_type'::regclass AND t.oid = m.objid
     WHERE t.typtype = 'b' AND NOT EXISTS (SELECT FROM pg_type AS element WHERE element.typarray = t.oid)
)
SELECT n.oid AS came, 'schema' AS kind, jsonb_build_object('name', quote_ident(n.nspname)) AS said
  FROM member AS m
  JOIN pg_namespace AS n ON m.classid = 'pg_namespace'::regclass AND n.oid = m.objid
UNION ALL
SELECT t.oid, 'enum', jsonb_build_object(
           'name', format_type(t.oid, NULL),
           'labels', (SELECT string_agg(quote_literal(l.enumlabel), ', ' ORDER BY l.enumsortorder)
                        FROM pg_enum AS l WHERE l.enumtypid = t.oid))
  FROM member AS m
  JOIN pg_type AS t ON m.classid = 'pg_type'::regclass AND t.oid = m.objid
 WHERE t.typtype = 'e'
UNION ALL
SELECT t.oid, 'domain', jsonb_build_object(
           'name', format_type(t.oid, NULL), 'base', format_type(t.typbasetype, t.typtypmod))
  FROM member AS m
  JOIN pg_type AS t ON m.classid = 'pg_type'::regclass AND t.oid = m.objid
 WHERE t.typtype = 'd'
UNION ALL
SELECT t.oid, 'base type', jsonb_build_object(
           'name', format_type(t.oid, NULL), 'input', i.name, 'output', o.name, 'modifier_input', mi.name,
           'modifier_output', mo.name, 'collatable', t.typcollation <> 0)
  FROM base AS t
  JOIN routine AS i ON i.oid = t.typinput
  JOIN routine AS o ON o.oid = t.typoutput
  LEFT JOIN routine AS mi ON mi.oid = t.typmodin
  LEFT JOIN routine AS mo ON mo.oid = t.typmodout
UNION ALL
SELECT c.oid, CASE c.relkind WHEN 'c' THEN 'composite type' WHEN 'S' THEN 'sequence' WHEN 'v' THEN 'view'
                             ELSE 'table' END,
       jsonb_build_object(
           'name', s.prefix || quote_ident(c.relname),
           'columns', (SELECT jsonb_agg(jsonb_build_array(quote_ident(a.attname), format_type(a.atttypid, a.atttypmod))
                                        ORDER BY a.attnum)
                         FROM pg_attribute AS a
                        WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped))
  FROM member AS m
  JOIN pg_class AS c ON c.oid = m.objid AND m.classid = 'pg_class'::regclass
                     OR c.reltype = m.objid AND m.classid = 'pg_type'::regclass AND c.relkind = 'c'
  JOIN place AS s ON s.oid = c.relnamespace
 WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm', 'c', 'S')
UNION ALL
SELECT p.oid, CASE p.prokind WHEN 'a' THEN 'aggregate' WHEN 'p' THEN 'procedure' ELSE 'function' END,
       jsonb_build_object(
           'name', r.name, 'arguments', pg_get_function_arguments(p.oid), 'result', pg_get_function_result(p.oid),
           'volatility', p.provolatile, 'is_window', p.prokind = 'w',
           'is_trigger', p.prorettype = 'trigger'::regtype,
           'returns_nothing', p.proretset OR p.prorettype = 'void'::regtype OR p.prokind = 'p'
                              OR p.prorettype = 'event_trigger'::regtype
                              OR coalesce(p.proargmodes && '{o,b,t}'::"char"[], false),
           'is_internal', EXISTS (
               SELECT FROM pg_type AS t
                WHERE t.oid = ANY (p.proargtypes::oid[] || p.prorettype) AND t.typtype = 'p'
                  AND t.typname <> ALL ('{void,record,trigger,event_trigger}') AND t.typname !~ '^any(array|element|enum|nonarray|(multi)?range|compatible)'),
           'part', CASE WHEN EXISTS (SELECT FROM base WHERE typinput = p.oid) THEN 'input'
                        WHEN EXISTS (SELECT FROM base WHERE typoutput = p.oid) THEN 'output'
                        WHEN EXISTS (SELECT FROM base WHERE typmodin = p.oid) THEN 'modifier_input'
                        WHEN EXISTS (SELECT FROM base WHERE typmodout = p.oid) THEN 'modifier_output' END,
           'step', step.name, 'state', format_type(a.aggtranstype, NULL), 'final', final.name, 'start', a.agginitval)
  FROM member AS m
  JOIN pg_proc AS p ON m.classid = 'pg_proc'::regclass AND p.oid = m.objid
  JOIN routine AS r ON r.oid = p.oid
  LEFT JOIN pg_aggregate AS a ON a.aggfnoid = p.oid
  LEFT JOIN routine AS step ON step.oid = a.aggtransfn
  LEFT JOIN routine AS final ON final.oid = a.aggfinalfn
UNION ALL
SELECT o.oid, 'operator', jsonb_build_object(
           'name', s.prefix || o.oprname, 'function', r.name,
           'left', CASE WHEN o.oprleft <> 0 THEN format_type(o.oprleft, NULL) END,
           'right', CASE WHEN o.oprright <> 0 THEN format_type(o.oprright, NULL) END)
  FROM member AS m
  JOIN pg_operator AS o ON m.classid = 'pg_operator'::regclass AND o.oid = m.objid
  JOIN place AS s ON s.oid = o.oprnamespace
  JOIN routine AS r ON r.oid = o.oprcode
UNION ALL
SELECT c.oid, 'cast', jsonb_build_object(
           'source', format_type(c.castsource, NULL), 'target', format_type(c.casttarget, NULL),
           'function', r.name, 'arguments', pg_get_function_identity_arguments(c.castfunc),
           'method', c.castmethod, 'context', c.castcontext)
  FROM member AS m
  JOIN pg_cast AS c ON m.classid = 'pg_cast'::regclass AND c.oid = m.objid
  LEFT JOIN routine AS r ON r.oid = c.castfunc
UNION ALL
SELECT f.oid, 'operator family', jsonb_build_object('name', s.prefix || quote_ident(f.opfname), 'method', a.amname)
  FROM member AS m
  JOIN pg_opfamily AS f ON m.classid = 'pg_opfamily'::regclass AND f.oid = m.objid
  JOIN method AS a ON a.oid = f.opfmethod
  JOIN place AS s ON s.oid = f.opfnamespace
UNION ALL
SELECT c.oid, 'operator class', jsonb_build_object(
           'name', s.prefix || quote_ident(c.opcname), 'method', a.amname, 'default', c.opcdefault,
           'type', format_type(c.opcintype, NULL), 'family', fs.prefix || quote_ident(f.opfname),
           'storage', CASE WHEN c.opckeytype <> 0 THEN format_type(c.opckeytype, NULL) END,
           'operators', (
               SELECT jsonb_agg(jsonb_build_array(o.amopstrategy, o.amopopr::regoperator) ORDER BY o.amopstrategy)
                 FROM pg_amop AS o
                WHERE o.amopfamily = c.opcfamily AND o.amoppurpose = 's'
                  AND (o.amoplefttype, o.amoprighttype) = (c.opcintype, c.opcintype)),
           'functions', (
               SELECT jsonb_agg(jsonb_build_array(p.amprocnum, p.amproc::regprocedure) ORDER BY p.amprocnum)
                 FROM pg_amproc AS p
                WHERE p.amprocfamily = c.opcfamily
                  AND (p.amproclefttype, p.amprocrighttype) = (c.opcintype, c.opcintype)))
  FROM member AS m
  JOIN pg_opclass AS c ON m.classid = 'pg_opclass'::regclass AND c.oid = m.objid
  JOIN method AS a ON a.oid = c.opcmethod
  JOIN pg_opfamily AS f ON f.oid = c.opcfamily
  JOIN place AS s ON s.oid = c.opcnamespace
  JOIN place AS fs ON fs.oid = f.opfnamespace
UNION ALL
SELECT l.oid, 'language', jsonb_build_object('name', quote_ident(l.lanname), 'handler', r.name, 'trusted', l.lanpltrusted)
  FROM member AS m
  JOIN pg_language AS l ON m.classid = 'pg_language'::regclass AND l.oid = m.objid
  JOIN routine AS r ON r.oid = l.lanplcallfoid
UNION ALL
SELECT w.oid, 'foreign-data wrapper', jsonb_build_object('name', quote_ident(w.fdwname))
  FROM member AS m
  JOIN pg_foreign_data_wrapper AS w ON m.classid = 'pg_foreign_data_wrapper'::regclass AND w.oid = m.objid
UNION ALL
SELECT a.oid, 'access method', jsonb_build_object('name', quote_ident(a.amname))
  FROM member AS m
  JOIN pg_am AS a ON m.classid = 'pg_am'::regclass AND a.oid = m.objid
 WHERE a.amtype = 't'
 ORDER BY came, kind
