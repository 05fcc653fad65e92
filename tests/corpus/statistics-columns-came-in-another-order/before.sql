-- hazards: data-loss
CREATE TABLE t (a integer, "B c" integer, d text);
CREATE STATISTICS s ON a, "B c" FROM t;
CREATE STATISTICS r ON d, a FROM t;
