-- hazards: table-rewrite
CREATE TABLE votes (id integer PRIMARY KEY, choices bigint[], words text[]);
CREATE INDEX votes_choices ON votes USING gin (choices);
