-- alone
-- hazards: access-widened
CREATE SCHEMA shop;
CREATE TABLE shop.orders (id integer);
GRANT USAGE ON SCHEMA shop TO PUBLIC;
REVOKE USAGE ON LANGUAGE plpgsql FROM PUBLIC;
CREATE FOREIGN DATA WRAPPER wrapper;
CREATE SERVER elsewhere FOREIGN DATA WRAPPER wrapper;
GRANT USAGE ON FOREIGN SERVER elsewhere TO corpus_anon;
