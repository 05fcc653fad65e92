-- hazards: protection-disabled, table-rewrite
CREATE TABLE users (id integer PRIMARY KEY, email text UNIQUE, others text[]);
CREATE VIEW emails AS SELECT email FROM users;
