-- hazards: access-widened, data-loss, irreversible
CREATE TABLE notes (id integer, size integer);
GRANT INSERT ON notes TO corpus_anon;
GRANT SELECT (size) ON notes TO corpus_staff;
