-- alone
-- hazards: access-widened, protection-disabled
CREATE TABLE orders (id integer, note text);
CREATE VIEW notes AS SELECT note FROM orders;
CREATE MATERIALIZED VIEW numbers AS SELECT id FROM orders;
CREATE FUNCTION zero() RETURNS integer LANGUAGE sql AS 'SELECT 0';
COMMENT ON VIEW notes IS 'of all';
GRANT SELECT ON notes TO corpus_anon;
