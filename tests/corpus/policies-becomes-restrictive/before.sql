-- hazards: access-widened
CREATE TABLE notes (id integer PRIMARY KEY, tenant integer);
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
ALTER TABLE notes FORCE ROW LEVEL SECURITY;
CREATE POLICY everybody ON notes USING (true);
CREATE POLICY tenant ON notes USING (tenant = 1);
