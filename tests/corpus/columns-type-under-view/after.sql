-- hazards: table-rewrite
CREATE TABLE orders (id integer PRIMARY KEY, total bigint NOT NULL);
CREATE VIEW totals AS SELECT id, total FROM orders;
COMMENT ON VIEW totals IS 'for the shop';
GRANT SELECT ON totals TO corpus_anon;
