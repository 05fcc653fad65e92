-- hazards: table-rewrite
CREATE DOMAIN email AS text CHECK (VALUE ~ '@');
CREATE TABLE users (id integer PRIMARY KEY, email email UNIQUE, others email[]);
CREATE VIEW emails AS SELECT email FROM users;
