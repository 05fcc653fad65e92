CREATE TABLE plain (a integer);
CREATE TYPE "Enum; DROP TABLE x; --" AS ENUM ('it''s', 'back\slash', '', '$$', '$body$', 'new
line', 'ünï');
CREATE DOMAIN "dom.ain" AS "Enum; DROP TABLE x; --" DEFAULT 'it''s' CONSTRAINT "che""ck" CHECK (VALUE <> '');
CREATE TYPE "com,posite" AS ("a b" integer, "c""d" text COLLATE "C", "select" "dom.ain"[]);
CREATE TYPE "ran(ge" AS RANGE (subtype = integer);
CREATE SEQUENCE "se'quence";
CREATE TABLE "ta""ble.with.dots" ("user" "com,posite", "co.lumn" "dom.ain" DEFAULT '', "ünï cödé" integer DEFAULT nextval('hostile_names_of_everything."se''quence"'), "x$body$" "ran(ge", CONSTRAINT "con.straint" PRIMARY KEY ("ünï cödé"));
COMMENT ON COLUMN "ta""ble.with.dots"."co.lumn" IS E'*/ \\ '' " $$ $body$ -- \r\n :name :''name''';
CREATE INDEX "in.dex" ON "ta""ble.with.dots" (("ünï cödé" + 1));
CREATE VIEW "vi;ew" AS SELECT "user", "co.lumn" AS "from" FROM "ta""ble.with.dots";
CREATE FUNCTION "f(unction"("a rg" "com,posite", "in" integer DEFAULT 1) RETURNS SETOF "vi;ew" LANGUAGE sql AS 'SELECT * FROM "vi;ew" WHERE ''x'' <> $x$''$x$';
CREATE PROCEDURE "pro'cedure"() LANGUAGE plpgsql AS $b$BEGIN RAISE NOTICE '%', $body$ $body1$ $$ \d $body$; END$b$;
CREATE FUNCTION "tri gger"() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER "t.r" BEFORE INSERT ON "ta""ble.with.dots" FOR EACH ROW EXECUTE FUNCTION "tri gger"('it''s', '\n', '$$');
CREATE POLICY "po""licy" ON "ta""ble.with.dots" USING ("co.lumn"::text <> $$';--$$);
CREATE RULE "ru;le" AS ON DELETE TO "ta""ble.with.dots" DO INSTEAD NOTHING;
CREATE STATISTICS "sta.ts" ON "ünï cödé", "co.lumn" FROM "ta""ble.with.dots";
CREATE AGGREGATE "ag g"(integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '0');
