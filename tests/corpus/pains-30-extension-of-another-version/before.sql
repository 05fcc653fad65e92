-- alone
-- irreversible: extension citext cannot be changed in place (version)
CREATE EXTENSION citext VERSION '1.4';
CREATE TABLE words (word citext PRIMARY KEY);
