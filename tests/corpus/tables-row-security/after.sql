CREATE TABLE notes (id integer PRIMARY KEY, owner_name text NOT NULL, body text);
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
ALTER TABLE notes FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON notes TO corpus_anon USING (owner_name = current_user) WITH CHECK (owner_name = current_user);
GRANT SELECT, INSERT ON notes TO corpus_anon;
