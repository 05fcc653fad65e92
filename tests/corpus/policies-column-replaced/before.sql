-- hazards: access-widened, data-loss
CREATE TABLE notes (id integer PRIMARY KEY);
ALTER TABLE notes ADD COLUMN owner_name text;
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON notes USING (owner_name = CURRENT_USER);
