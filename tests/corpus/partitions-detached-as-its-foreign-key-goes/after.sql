-- hazards: protection-disabled
CREATE TABLE bills (id integer);
CREATE TABLE lines (bill integer, year integer) PARTITION BY LIST (year);
CREATE TABLE lines_1 (bill integer, year integer);
CREATE TABLE lines_2 (bill integer, year integer) PARTITION BY LIST (bill);
CREATE TABLE lines_2_1 PARTITION OF lines_2 FOR VALUES IN (1);
