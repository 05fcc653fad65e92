-- alone
-- hazards: access-widened
CREATE TABLE people (id integer);
ALTER DEFAULT PRIVILEGES GRANT INSERT ON TABLES TO corpus_anon;
CREATE TABLE orders (id integer);
CREATE VIEW everybody AS SELECT id::bigint AS id FROM people;
