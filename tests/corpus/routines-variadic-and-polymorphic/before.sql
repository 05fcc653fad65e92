CREATE FUNCTION first_of(VARIADIC values_ integer[]) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT values_[1]';
CREATE VIEW sample AS SELECT first_of(3, 2, 1) AS first;
