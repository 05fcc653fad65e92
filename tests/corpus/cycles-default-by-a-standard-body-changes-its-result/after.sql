CREATE TABLE queue (id integer PRIMARY KEY, place integer);
CREATE FUNCTION last_place() RETURNS bigint LANGUAGE sql STABLE RETURN (SELECT max(queue.place) + 1 FROM queue);
ALTER TABLE queue ALTER place SET DEFAULT last_place();
