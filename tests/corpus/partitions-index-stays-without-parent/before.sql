-- hazards: index-build
CREATE TABLE rides (id integer NOT NULL, day integer NOT NULL, note text, CONSTRAINT rides_key PRIMARY KEY (id, day)) PARTITION BY LIST (day);
CREATE TABLE rides_1 PARTITION OF rides FOR VALUES IN (1);
CREATE TABLE rides_2 PARTITION OF rides FOR VALUES IN (2);
CREATE INDEX rides_note ON rides (note);
