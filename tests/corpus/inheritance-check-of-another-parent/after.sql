-- hazards: data-loss, full-scan
CREATE TABLE beings (id integer);
CREATE TABLE cats (lives integer) INHERITS (beings);
CREATE TABLE lions () INHERITS (cats);
ALTER TABLE beings ADD CONSTRAINT numbered CHECK (id > 0);
