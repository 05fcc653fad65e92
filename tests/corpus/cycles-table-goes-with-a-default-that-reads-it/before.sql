-- since: 14
-- hazards: data-loss
CREATE TABLE slots (id integer PRIMARY KEY, place integer);
CREATE FUNCTION free_place() RETURNS integer LANGUAGE sql STABLE RETURN (SELECT max(slots.place) FROM slots);
ALTER TABLE slots ALTER place SET DEFAULT free_place();
