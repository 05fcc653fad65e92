-- hazards: index-build
CREATE COLLATION sorted FROM "POSIX";
CREATE TABLE names (id integer PRIMARY KEY, name text COLLATE sorted NOT NULL);
CREATE INDEX names_by_name ON names (name);
CREATE INDEX names_short ON names ((name || 'x') COLLATE sorted);
CREATE VIEW ordered AS SELECT name FROM names ORDER BY name;
COMMENT ON COLLATION sorted IS 'by bytes, as ever';
