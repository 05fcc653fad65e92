-- hazards: data-loss, table-rewrite
CREATE TABLE "table" ("order" integer, "group" text, "user" text, "end" date);
CREATE VIEW "view" AS SELECT "order", "group" FROM "table" WHERE "end" > '2024-01-01';
