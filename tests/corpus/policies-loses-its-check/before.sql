-- hazards: access-widened
CREATE TABLE notes (id integer PRIMARY KEY, tenant integer);
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON notes USING (tenant = 1) WITH CHECK (tenant = 1 AND id > 0);
