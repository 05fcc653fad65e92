CREATE LANGUAGE own HANDLER plpgsql_call_handler INLINE plpgsql_inline_handler VALIDATOR plpgsql_validator;
COMMENT ON LANGUAGE own IS 'another name';
CREATE FUNCTION one() RETURNS integer LANGUAGE own AS 'BEGIN RETURN 1; END';
CREATE TABLE nothing (a integer DEFAULT one());
GRANT USAGE ON LANGUAGE plpgsql TO corpus_anon;
