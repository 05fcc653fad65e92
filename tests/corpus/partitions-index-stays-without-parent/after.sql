-- hazards: index-build, protection-disabled
CREATE TABLE rides (id integer NOT NULL, day integer NOT NULL, note text) PARTITION BY LIST (day);
CREATE TABLE rides_1 PARTITION OF rides (CONSTRAINT rides_1_pkey PRIMARY KEY (id, day)) FOR VALUES IN (1);
CREATE TABLE rides_2 PARTITION OF rides FOR VALUES IN (2);
CREATE INDEX rides_2_note_idx ON rides_2 (note);
