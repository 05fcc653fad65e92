CREATE TABLE people (id integer PRIMARY KEY, name text, mail text);
CREATE VIEW contacts AS SELECT id, name FROM people;
COMMENT ON RULE "_RETURN" ON contacts IS 'the query';
