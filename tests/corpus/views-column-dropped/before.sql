CREATE TABLE people (id integer PRIMARY KEY, name text, mail text);
CREATE VIEW contacts AS SELECT id, name, mail FROM people;
ALTER VIEW contacts OWNER TO corpus_owner;
GRANT SELECT, INSERT ON contacts TO corpus_staff WITH GRANT OPTION;
