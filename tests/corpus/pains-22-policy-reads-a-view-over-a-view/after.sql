CREATE TABLE users (id integer PRIMARY KEY, role text, active boolean);
CREATE VIEW active_users AS SELECT id, upper(role)::varchar(10) AS role FROM users WHERE active;
CREATE VIEW admins AS SELECT id FROM active_users WHERE role = 'ADMIN';
CREATE TABLE notes (id integer PRIMARY KEY, author integer);
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY by_admins ON notes TO corpus_anon USING (EXISTS (SELECT FROM admins WHERE admins.id = notes.author));
COMMENT ON POLICY by_admins ON notes IS 'what admins wrote';
GRANT SELECT ON admins TO corpus_anon;
