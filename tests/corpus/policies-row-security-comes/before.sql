-- hazards: access-widened, protection-disabled
CREATE TABLE notes (id integer PRIMARY KEY, tenant integer);
GRANT SELECT ON notes TO corpus_anon;
