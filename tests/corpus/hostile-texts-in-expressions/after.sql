-- hazards: full-scan, index-build
CREATE TABLE t (a text DEFAULT E'it''s \\ "x" \r\n $$ {} {0} %s %I :name', b text DEFAULT '{}' || '%', CONSTRAINT c CHECK (a <> E'\'; DROP TABLE t; -- \\'));
COMMENT ON TABLE t IS '{} {0} %(x)s %s {name}';
CREATE VIEW v AS SELECT a || '{}' AS "{}", format('%s', a) AS "%s" FROM t;
CREATE TYPE e AS ENUM ('{}', '%s', '%%');
CREATE INDEX i ON t ((a || '{}%s'));
