CREATE TABLE products (id integer PRIMARY KEY, name text, price integer, old boolean DEFAULT false);
CREATE VIEW offered AS SELECT id, name, price::bigint AS price FROM products WHERE NOT old;
CREATE MATERIALIZED VIEW search WITH (fillfactor = 90) AS
    SELECT id, to_tsvector('english', name) AS words, price FROM offered;
CREATE UNIQUE INDEX search_id ON search (id) INCLUDE (price);
CREATE INDEX search_words ON search USING gin (words);
CREATE INDEX search_price ON search (price DESC NULLS LAST) WHERE price > 0;
COMMENT ON MATERIALIZED VIEW search IS 'what people look for';
COMMENT ON COLUMN search.words IS 'English only';
COMMENT ON INDEX search_words IS 'for @@';
GRANT SELECT ON search TO corpus_anon, PUBLIC;
GRANT SELECT (id) ON search TO corpus_staff;
GRANT SELECT ON offered TO corpus_owner;
ALTER MATERIALIZED VIEW search OWNER TO corpus_owner;
