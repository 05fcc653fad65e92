CREATE FUNCTION a(n integer) RETURNS integer LANGUAGE plpgsql AS 'BEGIN RETURN CASE WHEN n > 0 THEN b(n - 1) END; END';
SET check_function_bodies = off;
CREATE FUNCTION b(n integer) RETURNS integer LANGUAGE sql AS 'SELECT c(n) FROM later';
CREATE FUNCTION c(n integer) RETURNS integer LANGUAGE sql AS 'SELECT a(n)';
CREATE TABLE later (n integer);
CREATE TABLE sooner (n integer);
