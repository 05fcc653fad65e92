CREATE TABLE t (d text, c integer, "B c" integer, a integer);
CREATE STATISTICS s ON c, "B c" FROM t;
CREATE STATISTICS r ON d, a FROM t;
