-- hazards: data-loss
CREATE TABLE people (id integer PRIMARY KEY, name text);
CREATE VIEW contacts AS SELECT id, name, NULL::text AS fax FROM people;
CREATE VIEW numbers AS SELECT fax FROM contacts WHERE fax IS NOT NULL;
GRANT SELECT ON numbers TO corpus_anon;
