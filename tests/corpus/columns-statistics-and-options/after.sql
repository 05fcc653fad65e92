CREATE TABLE log (at timestamp, level text, host text);
ALTER TABLE log ALTER at SET STATISTICS 1000, ALTER host SET (n_distinct = -0.5, n_distinct_inherited = 7);
