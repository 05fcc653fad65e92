CREATE TABLE pairs (a integer, b text, c date);
CREATE VIEW all_pairs AS SELECT * FROM pairs;
CREATE INDEX pairs_b ON pairs (b);
