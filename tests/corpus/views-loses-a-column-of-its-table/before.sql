CREATE TABLE people (id integer PRIMARY KEY, name text);
ALTER TABLE people ADD COLUMN fax text;
CREATE VIEW contacts AS SELECT id, name, fax FROM people;
CREATE VIEW numbers AS SELECT fax FROM contacts WHERE fax IS NOT NULL;
GRANT SELECT ON numbers TO corpus_anon;
