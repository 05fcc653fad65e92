-- hazards: full-scan, index-build
CREATE TABLE bills (id integer PRIMARY KEY);
CREATE TABLE lines (bill integer CONSTRAINT of_bill REFERENCES bills, year integer) PARTITION BY LIST (year);
CREATE TABLE lines_1 PARTITION OF lines FOR VALUES IN (1);
CREATE TABLE lines_2 PARTITION OF lines FOR VALUES IN (2) PARTITION BY LIST (bill);
CREATE TABLE lines_2_1 PARTITION OF lines_2 FOR VALUES IN (1);
