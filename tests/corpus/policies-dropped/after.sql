-- hazards: protection-disabled
CREATE TABLE notes (id integer PRIMARY KEY, tenant integer);
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
