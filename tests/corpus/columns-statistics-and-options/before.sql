CREATE TABLE log (at timestamp, level text, host text);
ALTER TABLE log ALTER level SET STATISTICS 500, ALTER host SET (n_distinct = 100);
