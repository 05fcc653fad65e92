-- hazards: table-rewrite
CREATE TYPE state AS ENUM ('a', 'b');
CREATE TYPE state_old AS ENUM ('x');
CREATE TABLE state_old2 (state state, old state_old);
CREATE VIEW state_old3 AS SELECT 1 AS one;
