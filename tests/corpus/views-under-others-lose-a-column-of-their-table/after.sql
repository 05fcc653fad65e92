-- hazards: data-loss
CREATE TABLE people (id integer PRIMARY KEY, name text);
CREATE VIEW visible AS SELECT id, name FROM people WHERE name <> '';
CREATE MATERIALIZED VIEW search AS SELECT id, lower(name) AS name FROM visible;
CREATE INDEX search_name ON search (name);
