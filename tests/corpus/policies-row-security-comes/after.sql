CREATE TABLE notes (id integer PRIMARY KEY, tenant integer);
GRANT SELECT ON notes TO corpus_anon;
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON notes FOR SELECT TO corpus_anon USING (tenant = 1);
