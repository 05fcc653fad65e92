CREATE TABLE tasks (id serial PRIMARY KEY, state text);
CREATE VIEW entries AS SELECT id, state FROM tasks;
ALTER VIEW entries ALTER state SET DEFAULT 'new';
