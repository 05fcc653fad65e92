CREATE TABLE pairs (c date, a integer, b text);
CREATE VIEW all_pairs AS SELECT a, b, c FROM pairs;
CREATE INDEX pairs_b ON pairs (b);
