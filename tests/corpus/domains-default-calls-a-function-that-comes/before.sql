CREATE DOMAIN token AS text;
CREATE TABLE sessions (id integer PRIMARY KEY, token token);
