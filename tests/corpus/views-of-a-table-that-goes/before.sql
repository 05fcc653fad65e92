-- hazards: data-loss
CREATE TABLE old_people (id integer PRIMARY KEY, name text);
CREATE VIEW everybody AS SELECT id, name FROM old_people;
CREATE VIEW names AS SELECT name FROM everybody;
GRANT SELECT ON everybody TO corpus_anon;
