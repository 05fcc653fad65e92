CREATE TABLE people (id integer PRIMARY KEY, name text, mail text);
CREATE VIEW contacts (id, address) AS SELECT id, mail FROM people;
CREATE VIEW addresses AS SELECT address FROM contacts;
COMMENT ON VIEW contacts IS 'for the newsletter';
