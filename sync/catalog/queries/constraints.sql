-- Primary key, unique, foreign key, check and exclusion constraints of tables. NOT NULL comes with the columns,
-- constraint triggers with the triggers. A foreign key that points at a partitioned table has a row for each of its
-- partitions as well; only the one that people wrote is read.
SELECT 'constraint' AS kind,
       n.nspname AS schema,
       c.relname AS relation,
       k.conname AS name,
       '' AS signature,
       CASE k.contype WHEN 'p' THEN 'primary key' WHEN 'u' THEN 'unique' WHEN 'f' THEN 'foreign key'
                      WHEN 'c' THEN 'check' WHEN 'x' THEN 'exclude' END AS type,
       pg_get_constraintdef(k.oid) AS definition,
       NOT k.conislocal AS inherited
  FROM pg_constraint AS k
  JOIN pg_class AS c
    ON c.oid = k.conrelid
  JOIN pg_namespace AS n
    ON n.oid = c.relnamespace
  LEFT JOIN pg_constraint AS parent
    ON parent.oid = k.conparentid
 WHERE k.contype IN ('p', 'u', 'f', 'c', 'x')
   AND c.relnamespace = ANY (%(schemas)s::oid[])
   AND parent.conrelid IS DISTINCT FROM k.conrelid
   AND NOT EXISTS (SELECT FROM pg_depend AS e
                    WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid AND e.deptype = 'e')
   AND NOT EXISTS (SELECT FROM pg_depend AS e
                    WHERE e.classid = 'pg_constraint'::regclass AND e.objid = k.oid AND e.deptype = 'e')
 ORDER BY n.nspname, c.relname, k.conname
