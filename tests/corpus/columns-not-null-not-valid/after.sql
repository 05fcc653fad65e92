-- hazards: full-scan
CREATE TABLE readers (id integer PRIMARY KEY, name text, mail text);
ALTER TABLE readers ADD NOT NULL name NOT VALID, ADD NOT NULL mail NO INHERIT;
