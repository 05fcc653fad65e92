-- hazards: access-widened
CREATE TABLE first (id integer NOT NULL);
CREATE TABLE second (id integer NOT NULL);
ALTER TABLE second OWNER TO corpus_owner;
CREATE SEQUENCE ids AS integer OWNED BY first.id;
