-- hazards: protection-disabled
CREATE TABLE people (id integer PRIMARY KEY, name text, gone boolean DEFAULT false);
CREATE VIEW here AS SELECT id, name FROM people WHERE NOT gone;
CREATE RULE add AS ON INSERT TO here DO INSTEAD INSERT INTO people (id, name) VALUES (NEW.id, NEW.name)
    RETURNING id, name;
COMMENT ON RULE "_RETURN" ON here IS 'the query of the view';
GRANT INSERT, DELETE ON here TO corpus_staff;
