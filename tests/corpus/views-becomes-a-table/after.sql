CREATE TABLE rates (code text, rate numeric);
CREATE VIEW known AS SELECT code FROM rates;
