-- refused: its attributes change their places
CREATE TYPE pair AS (b integer, a integer);
CREATE TABLE lists (pairs pair[]);
