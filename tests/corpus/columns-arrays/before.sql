-- hazards: table-rewrite
CREATE TABLE votes (id integer PRIMARY KEY, choices integer[], words varchar(10)[]);
CREATE INDEX votes_choices ON votes USING gin (choices);
