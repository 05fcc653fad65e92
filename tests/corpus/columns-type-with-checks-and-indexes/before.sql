-- hazards: table-rewrite, full-scan, index-build
CREATE TABLE tasks (id integer PRIMARY KEY, state varchar(10) NOT NULL DEFAULT 'new', size integer, CONSTRAINT known CHECK (state <> 'lost'), CONSTRAINT sized CHECK (size > 0));
CREATE INDEX tasks_open ON tasks (id) WHERE state = 'new';
CREATE UNIQUE INDEX tasks_state ON tasks (upper(state), size);
CREATE STATISTICS tasks_both ON state, size FROM tasks;
ALTER TABLE tasks CLUSTER ON tasks_state;
COMMENT ON INDEX tasks_open IS 'what is left';
COMMENT ON CONSTRAINT known ON tasks IS 'two of them';
