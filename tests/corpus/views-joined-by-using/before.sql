CREATE TABLE people (id integer PRIMARY KEY, firm bigint);
CREATE TABLE firms (firm integer PRIMARY KEY, name text);
CREATE VIEW contacts AS SELECT id, firm FROM people;
CREATE VIEW firms_of AS SELECT firm FROM contacts;
