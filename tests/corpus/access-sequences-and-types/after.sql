-- hazards: access-widened
CREATE SEQUENCE numbers;
CREATE TABLE orders (id integer GENERATED ALWAYS AS IDENTITY, n integer DEFAULT nextval('numbers'));
CREATE DOMAIN cents AS integer;
CREATE TYPE pair AS (a integer, b integer);
CREATE TYPE span AS RANGE (SUBTYPE = integer);
CREATE PROCEDURE nothing() LANGUAGE sql AS 'SELECT 1';
GRANT SELECT, UPDATE ON SEQUENCE numbers TO corpus_anon;
GRANT USAGE ON SEQUENCE orders_id_seq TO corpus_staff;
REVOKE USAGE ON DOMAIN cents FROM PUBLIC;
GRANT USAGE ON TYPE pair TO corpus_staff WITH GRANT OPTION;
REVOKE ALL ON TYPE span FROM PUBLIC, CURRENT_USER;
REVOKE ALL ON PROCEDURE nothing() FROM PUBLIC;
