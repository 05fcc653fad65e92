-- hazards: full-scan
CREATE TABLE readers (id integer PRIMARY KEY, name text, mail text NOT NULL);
CREATE VIEW mails AS SELECT mail FROM readers;
