-- refused: cannot change its type from text to integer along with composite type
CREATE TYPE person AS (name text, age integer);
CREATE TABLE people OF person;
