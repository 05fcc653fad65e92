-- hazards: table-rewrite
CREATE TYPE state AS ENUM ('on', 'off');
CREATE TABLE lamps (id integer PRIMARY KEY, state state DEFAULT 'off', old state);
