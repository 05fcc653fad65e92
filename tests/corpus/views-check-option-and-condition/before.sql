CREATE TABLE tasks (id integer PRIMARY KEY, done boolean NOT NULL, owner text);
CREATE VIEW open_tasks AS SELECT id, done FROM tasks WHERE NOT done WITH LOCAL CHECK OPTION;
CREATE VIEW first_tasks AS SELECT id FROM open_tasks WHERE id < 10;
