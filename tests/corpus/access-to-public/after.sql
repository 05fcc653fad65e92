CREATE TABLE orders (id integer);
CREATE FUNCTION now_in_utc() RETURNS timestamp LANGUAGE sql AS $$ SELECT now() AT TIME ZONE 'utc' $$;
CREATE TYPE state AS ENUM ('new');
REVOKE EXECUTE ON FUNCTION now_in_utc() FROM PUBLIC;
REVOKE USAGE ON TYPE state FROM PUBLIC;
GRANT USAGE ON TYPE state TO corpus_staff;
