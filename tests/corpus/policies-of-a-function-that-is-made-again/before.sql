-- hazards: access-widened
CREATE FUNCTION tenant() RETURNS integer LANGUAGE sql STABLE AS 'SELECT 1';
CREATE TABLE notes (id integer PRIMARY KEY, tenant integer);
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_tenant ON notes AS PERMISSIVE FOR ALL TO corpus_anon USING (tenant = tenant());
CREATE POLICY not_deleted ON notes AS RESTRICTIVE USING (id > 0);
COMMENT ON POLICY of_tenant ON notes IS 'one tenant';
GRANT EXECUTE ON FUNCTION tenant() TO corpus_anon;
