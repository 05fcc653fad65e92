-- hazards: table-rewrite
CREATE DOMAIN amount AS bigint DEFAULT 0 CONSTRAINT positive CHECK (VALUE >= 0);
CREATE TABLE payments (id integer PRIMARY KEY, amount amount, parts amount[]);
CREATE VIEW big_payments AS SELECT id, amount FROM payments WHERE amount > 100;
CREATE FUNCTION tax(amount) RETURNS amount LANGUAGE sql IMMUTABLE RETURN $1 / 5;
ALTER DOMAIN amount OWNER TO corpus_owner;
GRANT USAGE ON TYPE amount TO corpus_anon;
