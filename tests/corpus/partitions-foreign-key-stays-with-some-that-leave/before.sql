-- hazards: full-scan
CREATE TABLE bills (id integer PRIMARY KEY);
CREATE TABLE lines (bill integer CONSTRAINT of_bill REFERENCES bills, year integer) PARTITION BY LIST (year);
CREATE TABLE lines_1 PARTITION OF lines FOR VALUES IN (1);
CREATE TABLE lines_2 PARTITION OF lines FOR VALUES IN (2);
CREATE TABLE lines_3 PARTITION OF lines FOR VALUES IN (3);
CREATE TABLE others (bill integer CONSTRAINT of_bill REFERENCES bills, year integer) PARTITION BY LIST (year);
