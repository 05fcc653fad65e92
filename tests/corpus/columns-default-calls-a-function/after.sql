CREATE TABLE slots (id integer PRIMARY KEY, place integer);
CREATE FUNCTION next_place() RETURNS integer LANGUAGE sql AS 'SELECT coalesce(max(place), 0) + 1 FROM slots';
ALTER TABLE slots ALTER place SET DEFAULT next_place();
