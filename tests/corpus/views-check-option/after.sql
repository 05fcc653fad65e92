CREATE TABLE tasks (id integer PRIMARY KEY, done boolean NOT NULL);
CREATE VIEW open_tasks AS SELECT id, done FROM tasks WHERE NOT done WITH CASCADED CHECK OPTION;
GRANT INSERT ON open_tasks TO corpus_staff;
