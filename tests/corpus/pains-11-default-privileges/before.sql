-- alone
-- hazards: access-widened
CREATE SCHEMA shop;
ALTER DEFAULT PRIVILEGES IN SCHEMA shop GRANT SELECT, INSERT ON TABLES TO corpus_anon;
ALTER DEFAULT PRIVILEGES REVOKE USAGE ON TYPES FROM PUBLIC;
-- nothing that is granted everywhere can be revoked in one schema
CREATE TABLE shop.orders (id integer);
REVOKE ALL ON shop.orders FROM corpus_anon, corpus_staff;
