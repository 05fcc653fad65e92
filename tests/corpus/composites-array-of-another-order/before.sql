-- irreversible: its attributes change their places
CREATE TYPE pair AS (a integer, b integer);
CREATE TABLE lists (pairs pair[]);
