CREATE TABLE people (id integer PRIMARY KEY, name text, firm integer);
CREATE TABLE firms (id integer PRIMARY KEY, name text);
CREATE VIEW contacts AS SELECT people.id, upper(people.name) AS name, f.name AS firm
    FROM people LEFT JOIN firms f ON f.id = people.firm;
CREATE MATERIALIZED VIEW known AS SELECT name FROM contacts;
