-- hazards: table-rewrite
CREATE TYPE "St;ate" AS ENUM ('c\d', 'a''b', 'nëw');
CREATE TABLE "Or.ders" ("I""d" bigint PRIMARY KEY, "St ate" "St;ate" DEFAULT 'nëw', "many.." "St;ate"[]);
CREATE VIEW "V""1" AS SELECT "St ate" FROM "Or.ders" WHERE "St ate" = 'c\d';
COMMENT ON COLUMN "Or.ders"."St ate" IS '$$ ''; -- ';
GRANT SELECT ("St ate") ON "Or.ders" TO corpus_anon;
CREATE FUNCTION "f""1"("St;ate") RETURNS "St;ate" LANGUAGE sql IMMUTABLE AS 'SELECT $1';
