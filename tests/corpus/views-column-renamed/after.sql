CREATE TABLE people (id integer PRIMARY KEY, name text, mail text);
CREATE VIEW contacts (id, mail) AS SELECT id, mail FROM people;
CREATE VIEW addresses AS SELECT mail AS address FROM contacts;
COMMENT ON VIEW contacts IS 'for the newsletter';
