-- hazards: access-widened
CREATE FUNCTION tenant() RETURNS integer LANGUAGE sql STABLE AS 'SELECT 1';
CREATE TABLE notes (id integer PRIMARY KEY, tenant integer);
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_tenant ON notes USING (tenant = tenant());
