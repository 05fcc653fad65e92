-- hazards: full-scan, index-build, table-rewrite
CREATE TYPE "type" AS ("as" integer, "in" text);
CREATE DOMAIN "domain" AS integer CHECK (VALUE > 0);
CREATE TABLE "table" ("order" bigint NOT NULL DEFAULT 1, "group" text DEFAULT 'all', "user" text, "end" date, "default" "domain", "array" "type"[]);
CREATE VIEW "view" AS SELECT "order", "group", "user" AS "current_user" FROM "table" WHERE "end" > '2024-01-01';
CREATE FUNCTION "current_date"("from" "type", OUT "to" integer, OUT "check" text) LANGUAGE sql AS 'SELECT 1, ''x''';
CREATE INDEX "index" ON "table" ("user", ("order" + 1));
CREATE SEQUENCE "sequence" OWNED BY "table"."order";
