-- hazards: full-scan, irreversible
CREATE TYPE answer AS ENUM ('yes', 'no', 'maybe');
CREATE TABLE votes (id integer PRIMARY KEY, answer answer);
CREATE FUNCTION yes_only(answer[]) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT ''yes'' = ALL($1)';
CREATE FUNCTION answers(VARIADIC answer[]) RETURNS TABLE (answer answer) LANGUAGE sql AS 'SELECT unnest($1)';
ALTER TABLE votes ADD CONSTRAINT clear CHECK (answer IN ('yes', 'no', 'maybe'));
