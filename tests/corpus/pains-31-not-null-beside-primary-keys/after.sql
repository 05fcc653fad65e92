-- hazards: protection-disabled
CREATE TABLE versions (id integer NOT NULL, name text);
