-- hazards: index-build
CREATE TABLE people (id integer, name text);
ALTER TABLE people ADD CONSTRAINT people_pkey PRIMARY KEY (id) INCLUDE (name);
CREATE VIEW spenders AS SELECT id, name, count(*) AS n FROM people GROUP BY id;
