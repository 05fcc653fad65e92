CREATE TABLE people (id integer PRIMARY KEY, name text);
ALTER TABLE people ADD COLUMN hidden boolean;
CREATE VIEW visible AS SELECT id, name FROM people WHERE hidden IS NOT TRUE;
CREATE MATERIALIZED VIEW search AS SELECT id, lower(name) AS name FROM visible;
CREATE INDEX search_name ON search (name);
