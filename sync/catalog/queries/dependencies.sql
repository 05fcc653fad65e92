-- What depends on what, both as in the column `address` of the other queries, and how: normal, auto, internal,
-- extension, partition. What came with PostgreSQL is always there, and nothing is written down of what its operator families
-- got from others.
SELECT concat_ws(' ', d.classid::regclass, d.objid, nullif(d.objsubid, 0)) AS dependent,
       concat_ws(' ', d.refclassid::regclass, d.refobjid, nullif(d.refobjsubid, 0)) AS needed,
       d.deptype AS type
  FROM pg_depend AS d
 WHERE d.objid >= 16384
   AND d.refobjid >= 16384
UNION ALL
SELECT concat('pg_opfamily ', o.amopfamily), concat('pg_operator ', o.amopopr), 'n'
  FROM pg_amop AS o
 WHERE o.oid >= 16384
   AND o.amopfamily < 16384
UNION ALL
SELECT concat('pg_opfamily ', f.amprocfamily), concat('pg_proc ', f.amproc::oid), 'n'
  FROM pg_amproc AS f
 WHERE f.oid >= 16384
   AND f.amprocfamily < 16384
