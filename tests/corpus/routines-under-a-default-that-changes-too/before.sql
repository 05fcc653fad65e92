-- hazards: table-rewrite
CREATE FUNCTION code(n integer) RETURNS text LANGUAGE sql AS $$ SELECT 'c' || n $$;
CREATE TYPE kind AS ENUM ('a', 'b');
CREATE TABLE goods (id integer PRIMARY KEY,
    code text DEFAULT code(1), kind kind DEFAULT 'a');
