CREATE SCHEMA extensions; CREATE SCHEMA other; CREATE EXTENSION citext SCHEMA other;
CREATE TABLE words (word other.citext PRIMARY KEY);
