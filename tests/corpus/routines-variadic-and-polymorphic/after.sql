CREATE FUNCTION first_of(VARIADIC values_ anyarray) RETURNS anyelement LANGUAGE sql IMMUTABLE AS 'SELECT values_[1]';
CREATE VIEW sample AS SELECT first_of(3, 2, 1) AS first;
