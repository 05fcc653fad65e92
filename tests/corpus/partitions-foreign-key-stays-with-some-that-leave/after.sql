-- hazards: full-scan, protection-disabled
CREATE TABLE bills (id integer PRIMARY KEY);
CREATE TABLE lines (bill integer, year integer) PARTITION BY LIST (year);
CREATE TABLE lines_1 (bill integer, year integer);
CREATE TABLE lines_2 (bill integer CONSTRAINT of_bill REFERENCES bills, year integer);
CREATE TABLE others (bill integer CONSTRAINT of_bill REFERENCES bills, year integer) PARTITION BY LIST (year);
CREATE TABLE lines_3 PARTITION OF others FOR VALUES IN (3);
