-- alone
CREATE SCHEMA extensions; CREATE EXTENSION citext SCHEMA extensions;
CREATE TABLE words (word extensions.citext PRIMARY KEY);
