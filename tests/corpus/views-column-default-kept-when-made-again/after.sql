CREATE TABLE tasks (id integer PRIMARY KEY, state text, note text);
CREATE VIEW entries AS SELECT id, upper(state) AS state FROM tasks;
ALTER VIEW entries ALTER id SET DEFAULT 7;
CREATE RULE entry AS ON INSERT TO entries DO INSTEAD INSERT INTO tasks (id) VALUES (NEW.id);
COMMENT ON RULE entry ON entries IS 'so that it can be written to';
