CREATE TABLE orders (id integer PRIMARY KEY, total integer NOT NULL, paid boolean NOT NULL);
CREATE VIEW totals AS SELECT id, total, paid FROM orders;
GRANT SELECT ON totals TO corpus_anon;
COMMENT ON VIEW totals IS 'what is owed';
COMMENT ON COLUMN totals.total IS 'in cents';
