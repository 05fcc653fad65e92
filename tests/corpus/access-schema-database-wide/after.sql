-- alone
-- hazards: access-widened
CREATE SCHEMA shop;
CREATE TABLE shop.orders (id integer);
GRANT USAGE, CREATE ON SCHEMA shop TO corpus_staff WITH GRANT OPTION;
ALTER SCHEMA shop OWNER TO corpus_owner;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON LANGUAGE plpgsql TO corpus_staff WITH GRANT OPTION;
CREATE FOREIGN DATA WRAPPER wrapper;
CREATE SERVER elsewhere FOREIGN DATA WRAPPER wrapper;
GRANT USAGE ON FOREIGN DATA WRAPPER wrapper TO corpus_anon;
ALTER SERVER elsewhere OWNER TO postgres;
