-- hazards: access-widened
CREATE SEQUENCE numbers;
CREATE TABLE orders (id integer GENERATED ALWAYS AS IDENTITY, n integer DEFAULT nextval('numbers'));
CREATE DOMAIN cents AS integer;
CREATE TYPE pair AS (a integer, b integer);
CREATE TYPE span AS RANGE (SUBTYPE = integer);
CREATE PROCEDURE nothing() LANGUAGE sql AS 'SELECT 1';
GRANT USAGE ON SEQUENCE numbers TO corpus_anon;
