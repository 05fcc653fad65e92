-- What depends on what, both as in the column `address` of the other queries, and how: normal, auto, internal,
-- extension, partition. What came with PostgreSQL is always there.
SELECT concat_ws(' ', d.classid::regclass, d.objid, nullif(d.objsubid, 0)) AS dependent,
       concat_ws(' ', d.refclassid::regclass, d.refobjid, nullif(d.refobjsubid, 0)) AS needed,
       d.deptype AS type
  FROM pg_depend AS d
 WHERE d.objid >= 16384
   AND d.refobjid >= 16384
