-- hazards: table-rewrite
CREATE FUNCTION next_code() RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint';
CREATE DOMAIN amount AS integer DEFAULT next_code();
CREATE TABLE goods (id integer PRIMARY KEY, amount amount,
    code integer DEFAULT next_code(), note text DEFAULT next_code()::text);
