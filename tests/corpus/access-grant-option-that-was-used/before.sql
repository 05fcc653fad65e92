-- hazards: access-widened
GRANT USAGE ON SCHEMA access_grant_option_that_was_used TO corpus_staff, corpus_owner;
CREATE TABLE orders (id integer PRIMARY KEY);
CREATE FUNCTION total() RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint';
REVOKE EXECUTE ON FUNCTION total() FROM PUBLIC;
GRANT SELECT, INSERT ON orders TO corpus_staff WITH GRANT OPTION;
GRANT EXECUTE ON FUNCTION total() TO corpus_staff WITH GRANT OPTION;
GRANT SELECT ON orders TO corpus_anon;
