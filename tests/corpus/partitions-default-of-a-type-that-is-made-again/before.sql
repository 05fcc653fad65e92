-- hazards: irreversible
CREATE TYPE state AS ENUM ('open', 'shut', 'lost');
CREATE TABLE doors (k integer NOT NULL, state state DEFAULT 'open') PARTITION BY LIST (k);
CREATE TABLE a_door PARTITION OF doors FOR VALUES IN (1);
ALTER TABLE a_door ALTER state SET DEFAULT 'shut';
