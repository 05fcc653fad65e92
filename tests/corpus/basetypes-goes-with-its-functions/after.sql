CREATE TYPE shell_only;
CREATE TYPE box2;
CREATE FUNCTION box2_in(cstring) RETURNS box2 LANGUAGE internal IMMUTABLE STRICT AS 'textin';
CREATE FUNCTION box2_out(box2) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
CREATE TYPE box2 (INPUT = box2_in, OUTPUT = box2_out, LIKE = text, COLLATABLE, DELIMITER = ';', STORAGE = external);
CREATE DOMAIN small_box AS box2;
CREATE TYPE two_boxes AS (a box2, b box2[]);
CREATE CAST (box2 AS text) WITHOUT FUNCTION;
CREATE TABLE nothing (a integer);
