-- alone
-- hazards: access-widened, data-loss
CREATE TABLE people (id integer);
ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC;
CREATE VIEW everybody AS SELECT id FROM people;
