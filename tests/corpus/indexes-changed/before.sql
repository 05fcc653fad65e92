-- hazards: index-build
CREATE TABLE songs (id integer PRIMARY KEY, title text, artist text, year integer);
CREATE INDEX by_title ON songs (title);
CREATE INDEX by_artist ON songs (lower(artist));
CREATE INDEX by_year ON songs (year) WHERE year > 2000;
CREATE UNIQUE INDEX once ON songs (title, artist);
COMMENT ON INDEX by_year IS 'of the recent';
