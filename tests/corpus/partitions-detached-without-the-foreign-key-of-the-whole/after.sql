-- hazards: full-scan
CREATE TABLE bills (id integer PRIMARY KEY);
CREATE TABLE lines (bill integer CONSTRAINT of_bill REFERENCES bills, year integer) PARTITION BY LIST (year);
CREATE TABLE lines_1 (bill integer, year integer);
CREATE TABLE notes (bill integer, year integer) PARTITION BY LIST (year);
CREATE TABLE notes_1 PARTITION OF lines FOR VALUES IN (2);
