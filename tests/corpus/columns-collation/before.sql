-- hazards: index-build
CREATE TABLE words (word text PRIMARY KEY, note text COLLATE "C");
CREATE INDEX words_note ON words (note);
CREATE VIEW notes AS SELECT note FROM words ORDER BY note;
