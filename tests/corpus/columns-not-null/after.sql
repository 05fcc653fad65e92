-- hazards: full-scan
CREATE TABLE readers (id integer PRIMARY KEY, name text NOT NULL, mail text);
CREATE VIEW mails AS SELECT mail FROM readers;
