-- hazards: access-widened, data-loss, table-rewrite
CREATE TABLE notes (id integer, body text, size integer GENERATED ALWAYS AS (length(body)) STORED);
GRANT SELECT ON notes TO corpus_anon;
GRANT SELECT (body) ON notes TO corpus_staff;
GRANT UPDATE (size), SELECT (size) ON notes TO corpus_staff;
