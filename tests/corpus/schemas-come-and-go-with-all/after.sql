-- hazards: data-loss
CREATE SCHEMA "Sales 2";
CREATE TABLE "Sales 2"."order" (id integer PRIMARY KEY);
CREATE VIEW public.all_orders AS SELECT id FROM "Sales 2"."order";
