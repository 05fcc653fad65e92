-- One row that changes whenever an object in the schemas does: how many rows each catalog has for them, and a sum over
-- the transactions that wrote those. pg_get_viewdef and its kin do not see the transaction's snapshot but what is there
-- when they are called; so a reader asks before and after, and reads again when the answers differ. ANALYZE and VACUUM
-- write in place and do not count.
WITH relations AS MATERIALIZED (
    SELECT oid, xmin, relkind FROM pg_class WHERE relnamespace IN ({schemas} UNION ALL {platform})
), written (xmin) AS (
    SELECT xmin FROM pg_namespace WHERE nspname !~ '^pg_(toast_)?temp_'
    UNION ALL
    SELECT xmin FROM relations
    UNION ALL
    SELECT xmin FROM pg_attribute
     WHERE attnum > 0 AND attrelid IN (SELECT oid FROM relations WHERE relkind IN ('r', 'p', 'f', 'v', 'm'))
    UNION ALL
    SELECT xmin FROM pg_attrdef WHERE adrelid IN (SELECT oid FROM relations)
    UNION ALL
    SELECT xmin FROM pg_constraint WHERE conrelid IN (SELECT oid FROM relations) OR contypid <> 0
    UNION ALL
    SELECT xmin FROM pg_index WHERE indrelid IN (SELECT oid FROM relations)
    UNION ALL
    SELECT xmin FROM pg_trigger WHERE tgrelid IN (SELECT oid FROM relations)
    UNION ALL
    SELECT xmin FROM pg_policy WHERE polrelid IN (SELECT oid FROM relations)
    UNION ALL
    SELECT xmin FROM pg_rewrite WHERE ev_class IN (SELECT oid FROM relations)
    UNION ALL
    SELECT xmin FROM pg_sequence WHERE seqrelid IN (SELECT oid FROM relations)
    UNION ALL
    SELECT xmin FROM pg_inherits WHERE inhrelid IN (SELECT oid FROM relations)
    UNION ALL
    SELECT xmin FROM pg_proc WHERE pronamespace IN ({schemas})
    UNION ALL
    SELECT xmin FROM pg_type WHERE typnamespace IN ({schemas})
    UNION ALL
    SELECT xmin FROM pg_operator WHERE oprnamespace IN ({schemas})
    UNION ALL
    SELECT xmin FROM pg_statistic_ext WHERE stxnamespace IN ({schemas})
    UNION ALL
    SELECT v.xmin FROM pg_enum AS v JOIN pg_type AS t ON t.oid = v.enumtypid
     WHERE t.typnamespace IN ({schemas})
)
SELECT count(*) AS number, sum(xmin::text::int8) AS transactions FROM written
