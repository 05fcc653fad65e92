CREATE TABLE people (id integer PRIMARY KEY, name text, gone boolean DEFAULT false);
CREATE VIEW here AS SELECT id, name FROM people WHERE NOT gone;
CREATE RULE add AS ON INSERT TO here DO INSTEAD INSERT INTO people (id, name) VALUES (NEW.id, NEW.name)
    RETURNING id, upper(name);
CREATE RULE remove AS ON DELETE TO here DO INSTEAD UPDATE people SET gone = true WHERE id = OLD.id;
COMMENT ON RULE "_RETURN" ON here IS 'the query of the view';
GRANT INSERT, DELETE ON here TO corpus_staff;
