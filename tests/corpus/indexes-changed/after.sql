-- hazards: index-build, protection-disabled
CREATE TABLE songs (id integer PRIMARY KEY, title text, artist text, year integer);
CREATE INDEX by_title ON songs (title COLLATE "C");
CREATE INDEX by_artist ON songs (upper(artist)) INCLUDE (year);
CREATE INDEX by_year ON songs (year DESC) WHERE year > 1990 AND title IS NOT NULL;
CREATE INDEX once ON songs (title, artist);
COMMENT ON INDEX by_year IS 'of the recent';
