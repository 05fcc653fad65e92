-- since: 18
-- hazards: full-scan
CREATE TABLE readers (id integer PRIMARY KEY, name text, mail text NOT NULL);
