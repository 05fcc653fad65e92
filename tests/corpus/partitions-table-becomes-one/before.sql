CREATE TABLE visits (id integer NOT NULL, at integer NOT NULL, note text, CONSTRAINT visits_pkey PRIMARY KEY (id, at));
CREATE INDEX visits_note ON visits (note);
