-- hazards: table-rewrite
CREATE TYPE state AS ENUM ('b', 'a');
CREATE TABLE t (id integer PRIMARY KEY, state state DEFAULT 'a');
