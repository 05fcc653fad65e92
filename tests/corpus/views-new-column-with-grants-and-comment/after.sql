-- hazards: access-widened
CREATE TABLE people (id integer PRIMARY KEY, name text, mail text);
CREATE VIEW contacts AS SELECT id, name, mail FROM people WHERE mail <> '';
COMMENT ON COLUMN contacts.mail IS 'may be old';
GRANT SELECT (mail), UPDATE (mail) ON contacts TO corpus_anon;
ALTER VIEW contacts ALTER mail SET DEFAULT 'nobody@example.org';
COMMENT ON RULE "_RETURN" ON contacts IS 'the query';
