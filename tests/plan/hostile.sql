-- Names, comments, bodies and values that are not what they look like.
CREATE SCHEMA "Drop; --"; SET search_path = "Drop; --";
CREATE TABLE "select" ("a""b" text DEFAULT E'it''s \\ "x" :''y'' $$', "ünï.cödé" integer, "line
break; DROP TABLE x; --" integer CHECK ("line
break; DROP TABLE x; --" > 0));
COMMENT ON TABLE "select" IS E'-- */ ''; \\! ls \n\\connect x\r\n:name :''name''';
CREATE FUNCTION "f$body$"(text) RETURNS text LANGUAGE plpgsql AS $outer$
BEGIN RETURN $body$ $body1$ $function$ \d :x $$ ' $function$ $body$; END -- $$ $$
$outer$;
CREATE FUNCTION crlf() RETURNS integer LANGUAGE sql AS E'SELECT 1\r\n  + 1;\r\n';
CREATE TYPE "Enum" AS ENUM ('it''s', E'back\\slash', '');
