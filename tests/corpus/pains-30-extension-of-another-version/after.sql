-- hazards: irreversible
CREATE EXTENSION citext VERSION '1.6';
CREATE TABLE words (word citext PRIMARY KEY);
