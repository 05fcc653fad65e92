INSERT INTO readings SELECT n, timestamp '2024-01-01' + n * interval '1 hour' FROM generate_series(1, 20) AS n;
