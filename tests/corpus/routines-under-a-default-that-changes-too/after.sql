-- hazards: table-rewrite
CREATE FUNCTION code(number integer) RETURNS text LANGUAGE sql AS $$ SELECT 'c' || number $$;
CREATE TYPE kind AS ENUM ('a', 'b');
CREATE TABLE goods (id integer PRIMARY KEY,
    code text DEFAULT code(2), kind text DEFAULT code(3));
