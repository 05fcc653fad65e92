-- The materialized views that nobody has filled yet, or that were emptied WITH NO DATA: whoever reads one fails.
SELECT concat_ws(' ', 'pg_class', c.oid) AS relation
  FROM pg_class AS c
 WHERE c.relkind = 'm'
   AND c.oid >= 16384
   AND NOT c.relispopulated
