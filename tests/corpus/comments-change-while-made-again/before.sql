-- hazards: index-build
CREATE TABLE notes (id integer PRIMARY KEY, tenant integer);
CREATE VIEW tenants AS SELECT tenant FROM notes;
COMMENT ON VIEW tenants IS 'some';
COMMENT ON COLUMN tenants.tenant IS 'a number';
CREATE POLICY own ON notes USING (tenant = 1);
COMMENT ON POLICY own ON notes IS 'first';
CREATE INDEX notes_tenant ON notes (tenant);
COMMENT ON INDEX notes_tenant IS 'for tenants';
