-- hazards: full-scan, index-build
CREATE TABLE users (id integer PRIMARY KEY, email text UNIQUE, phone text, CHECK (phone <> ''));
CREATE INDEX users_phone ON users (phone) WHERE phone IS NOT NULL;
CREATE VIEW contacts AS SELECT id, email, phone FROM users;
CREATE STATISTICS users_contact ON email, phone FROM users;
