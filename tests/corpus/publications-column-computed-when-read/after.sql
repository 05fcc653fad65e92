-- changes: t.b, u.b
CREATE TABLE t (a integer, b integer GENERATED ALWAYS AS (a + 1) VIRTUAL);
CREATE TABLE u (a integer, b integer GENERATED ALWAYS AS (a + 1) VIRTUAL);
CREATE PUBLICATION column_computed_when_read FOR TABLE t (a), u (a);
