-- hazards: full-scan, table-rewrite
CREATE DOMAIN code AS varchar(30);
CREATE TABLE items (code code PRIMARY KEY, title text);
CREATE TABLE stock (code code REFERENCES items, number integer);
