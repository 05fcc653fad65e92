-- hazards: table-rewrite
CREATE TABLE sales (id integer, amount bigint);
CREATE MATERIALIZED VIEW sums WITH (fillfactor = 70) AS SELECT id, sum(amount) AS amount FROM sales GROUP BY id;
CREATE UNIQUE INDEX sums_id ON sums (id) WITH (fillfactor = 60);
GRANT SELECT ON sums TO corpus_anon;
