-- since: 14
-- hazards: data-loss
CREATE TABLE people (id integer PRIMARY KEY);
ALTER TABLE people ADD COLUMN mail text DEFAULT 'a@example.org';
CREATE FUNCTION reach(wanted integer) RETURNS text
    RETURN (SELECT mail FROM people WHERE id = wanted);
GRANT EXECUTE ON FUNCTION reach(integer) TO corpus_anon;
CREATE VIEW first_contact AS SELECT reach(1) AS contact;
