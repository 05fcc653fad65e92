-- alone
-- hazards: table-rewrite
CREATE SCHEMA types; CREATE TYPE types.state AS ENUM ('a', 'b');
CREATE TABLE t (id integer PRIMARY KEY, state types.state DEFAULT 'a');
