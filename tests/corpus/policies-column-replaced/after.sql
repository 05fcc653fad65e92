-- hazards: access-widened, data-loss
CREATE TABLE notes (id integer PRIMARY KEY);
ALTER TABLE notes ADD COLUMN owner_id integer DEFAULT 0;
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON notes USING (owner_id = current_setting('app.user')::integer);
