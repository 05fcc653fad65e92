CREATE FUNCTION one() RETURNS integer LANGUAGE sql AS 'SELECT 1';
ALTER FUNCTION one() OWNER TO corpus_owner;
CREATE TABLE t (a integer);
ALTER TABLE t OWNER TO corpus_owner;
ALTER DEFAULT PRIVILEGES IN SCHEMA access_owner_who_has_more_by_default GRANT EXECUTE ON FUNCTIONS TO corpus_owner;
ALTER DEFAULT PRIVILEGES IN SCHEMA access_owner_who_has_more_by_default GRANT SELECT ON TABLES TO corpus_owner;
