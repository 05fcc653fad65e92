-- hazards: access-widened
CREATE TABLE notes (id integer PRIMARY KEY, tenant integer);
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON notes TO corpus_anon USING (tenant = 1);
