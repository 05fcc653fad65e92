-- since: 14
CREATE TABLE queue (id integer PRIMARY KEY, place integer);
CREATE FUNCTION last_place() RETURNS integer LANGUAGE sql STABLE RETURN (SELECT max(queue.place) FROM queue);
ALTER TABLE queue ALTER place SET DEFAULT last_place();
