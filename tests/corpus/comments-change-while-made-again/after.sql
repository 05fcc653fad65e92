-- hazards: index-build
CREATE TABLE notes (id integer PRIMARY KEY, tenant integer);
CREATE VIEW tenants AS SELECT tenant::text AS tenant FROM notes;
COMMENT ON VIEW tenants IS 'all';
CREATE POLICY own ON notes AS RESTRICTIVE USING (tenant = 1);
COMMENT ON POLICY own ON notes IS 'second';
CREATE INDEX notes_tenant ON notes (tenant DESC);
