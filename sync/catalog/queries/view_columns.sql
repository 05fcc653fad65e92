-- The columns of each view whose rows a function takes, returns or reads, as such a function may in turn be called by
-- the view: `name type COLLATE c`, in order.
SELECT concat_ws(' ', 'pg_class', c.oid) AS relation,
       array_agg(concat(quote_ident(a.attname), ' ', format_type(a.atttypid, a.atttypmod),
                        CASE WHEN a.attcollation <> of.typcollation THEN ' COLLATE ' || a.attcollation::regcollation END)
                 ORDER BY a.attnum) AS columns
  FROM pg_class AS c
  JOIN pg_type AS own
    ON own.oid = c.reltype
  JOIN pg_attribute AS a
    ON a.attrelid = c.oid AND a.attnum > 0
  JOIN pg_type AS of
    ON of.oid = a.atttypid
 WHERE c.relkind = 'v'
   AND c.oid >= 16384
   AND (c.oid IN (SELECT refobjid FROM pg_depend
                   WHERE classid = 'pg_proc'::regclass AND refclassid = 'pg_class'::regclass)
        OR ARRAY[own.oid, own.typarray] && ARRAY(SELECT refobjid FROM pg_depend
                                                  WHERE classid = 'pg_proc'::regclass
                                                    AND refclassid = 'pg_type'::regclass AND refobjid >= 16384))
 GROUP BY c.oid
