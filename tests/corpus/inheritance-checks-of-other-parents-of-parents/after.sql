-- hazards: data-loss, full-scan, protection-disabled
CREATE TABLE beings (id integer NOT NULL, CONSTRAINT known CHECK (id <> 9));
CREATE TABLE breeds () INHERITS (beings);
CREATE TABLE felines (lives integer) INHERITS (breeds);
CREATE TABLE lions (name text) INHERITS (felines);
ALTER TABLE beings ADD CONSTRAINT being CHECK (id < 100);
CREATE TABLE plants (id integer);
CREATE TABLE growing (id integer CONSTRAINT growing CHECK (id > 0));
CREATE TABLE high () INHERITS (growing);
CREATE TABLE trees () INHERITS (high);
CREATE TABLE oaks () INHERITS (trees);
