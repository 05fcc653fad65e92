-- hazards: access-widened
CREATE TABLE orders (id integer);
CREATE FUNCTION now_in_utc() RETURNS timestamp LANGUAGE sql AS $$ SELECT now() AT TIME ZONE 'utc' $$;
CREATE TYPE state AS ENUM ('new');
GRANT SELECT ON orders TO PUBLIC;
