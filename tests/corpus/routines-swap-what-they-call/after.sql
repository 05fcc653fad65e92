-- since: 14
CREATE FUNCTION two(n integer) RETURNS integer RETURN n + 2;
CREATE FUNCTION one(n integer) RETURNS integer RETURN two(n) - 1;
CREATE VIEW both_of_them AS SELECT one(1), two(1);
