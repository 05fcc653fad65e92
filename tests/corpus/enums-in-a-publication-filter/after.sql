-- hazards: table-rewrite
CREATE TYPE level AS ENUM ('low', 'high');
CREATE TABLE alarms (id integer PRIMARY KEY, level level NOT NULL);
ALTER TABLE alarms REPLICA IDENTITY FULL;
CREATE FUNCTION is_high(text) RETURNS boolean LANGUAGE sql IMMUTABLE RETURN $1 = 'high';
CREATE PUBLICATION enums_in_a_publication_filter FOR TABLE alarms (id, level) WHERE (id > 3);
