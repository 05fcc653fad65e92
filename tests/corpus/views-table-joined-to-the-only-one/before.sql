CREATE TABLE people (id integer PRIMARY KEY, name text, firm integer);
CREATE TABLE firms (id integer PRIMARY KEY, name text);
CREATE VIEW contacts AS SELECT id, upper(name) AS name FROM people WHERE name <> '';
CREATE MATERIALIZED VIEW known AS SELECT name FROM contacts;
