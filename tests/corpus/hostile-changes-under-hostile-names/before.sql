-- hazards: table-rewrite
CREATE TYPE "St;ate" AS ENUM ('a''b', 'c\d', 'old"');
CREATE TABLE "Or.ders" ("I""d" integer PRIMARY KEY, "St ate" "St;ate" DEFAULT 'a''b', "many.." "St;ate"[]);
CREATE VIEW "V""1" AS SELECT "St ate" FROM "Or.ders" WHERE "St ate" = 'c\d';
COMMENT ON COLUMN "Or.ders"."St ate" IS 'it''s';
GRANT SELECT ("St ate") ON "Or.ders" TO corpus_anon;
CREATE FUNCTION "f""1"("St;ate") RETURNS "St;ate" LANGUAGE sql IMMUTABLE AS 'SELECT $1';
