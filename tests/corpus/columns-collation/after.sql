-- hazards: index-build
CREATE TABLE words (word text COLLATE "C" PRIMARY KEY, note text);
CREATE INDEX words_note ON words (note);
CREATE VIEW notes AS SELECT note FROM words ORDER BY note;
