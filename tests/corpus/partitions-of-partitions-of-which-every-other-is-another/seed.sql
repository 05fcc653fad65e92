INSERT INTO visits SELECT 10, n::text FROM generate_series(1, 1) AS n WHERE satisfies_hash_partition('visits_1'::regclass, 4, 0, 10) AND satisfies_hash_partition('visits_1_0'::regclass, 4, 0, 10);
