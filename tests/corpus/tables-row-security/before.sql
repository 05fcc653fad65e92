-- hazards: access-widened, protection-disabled
CREATE TABLE notes (id integer PRIMARY KEY, owner_name text NOT NULL, body text);
GRANT SELECT, INSERT ON notes TO corpus_anon;
