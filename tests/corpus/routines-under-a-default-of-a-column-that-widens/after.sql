-- hazards: table-rewrite, full-scan
CREATE FUNCTION next_code() RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE DOMAIN amount AS integer DEFAULT next_code();
CREATE TABLE goods (id integer PRIMARY KEY, amount amount,
    code bigint DEFAULT next_code(), note text DEFAULT next_code()::text);
ALTER TABLE goods ALTER note SET STATISTICS 50;
ALTER DOMAIN amount SET NOT NULL;
