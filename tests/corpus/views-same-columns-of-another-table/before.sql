CREATE TABLE people (id integer PRIMARY KEY, name text);
CREATE TABLE firms (id bigint PRIMARY KEY, name varchar(40));
CREATE VIEW parties AS SELECT id, name FROM people;
CREATE VIEW names AS SELECT name FROM parties;
COMMENT ON VIEW names IS 'for invoices';
