-- hazards: full-scan
CREATE TABLE a (id integer PRIMARY KEY);
CREATE TABLE b (a_id integer, CONSTRAINT of_a FOREIGN KEY (a_id) REFERENCES a);
