-- hazards: access-widened
CREATE TABLE notes (id integer PRIMARY KEY, author text NOT NULL, public boolean);
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON notes TO corpus_anon, corpus_staff USING (author = CURRENT_USER OR public) WITH CHECK (author = CURRENT_USER);
COMMENT ON POLICY own ON notes IS 'each their own';
