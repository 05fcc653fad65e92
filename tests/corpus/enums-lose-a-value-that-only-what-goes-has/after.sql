-- hazards: data-loss, table-rewrite
CREATE TYPE e AS ENUM ('a','b');
CREATE TABLE p (k e DEFAULT 'a');
CREATE TABLE u (k e);
