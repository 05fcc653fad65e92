-- hazards: access-widened
CREATE TABLE notes (id integer PRIMARY KEY, author text NOT NULL);
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON notes FOR UPDATE TO corpus_anon USING (author = CURRENT_USER) WITH CHECK (true);
COMMENT ON POLICY own ON notes IS 'each their own';
