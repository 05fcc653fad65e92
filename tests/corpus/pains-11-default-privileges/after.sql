-- alone
-- hazards: access-widened
CREATE SCHEMA shop;
ALTER DEFAULT PRIVILEGES IN SCHEMA shop GRANT SELECT ON TABLES TO corpus_anon, corpus_staff;
ALTER DEFAULT PRIVILEGES FOR ROLE corpus_owner GRANT USAGE ON SEQUENCES TO corpus_staff WITH GRANT OPTION;
ALTER DEFAULT PRIVILEGES FOR ROLE corpus_owner REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE corpus_owner GRANT USAGE ON SCHEMAS TO corpus_staff;
-- nothing that is granted everywhere can be revoked in one schema
ALTER DEFAULT PRIVILEGES IN SCHEMA shop REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
CREATE TABLE shop.orders (id integer);
REVOKE ALL ON shop.orders FROM corpus_anon, corpus_staff;
