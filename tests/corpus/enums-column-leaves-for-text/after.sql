-- hazards: table-rewrite
CREATE TYPE state AS ENUM ('off', 'dimmed', 'on');
CREATE TABLE lamps (id integer PRIMARY KEY, state text DEFAULT 'off', old state);
