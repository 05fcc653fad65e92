-- since: 18
CREATE TABLE t (a int, b int);
CREATE TABLE q(a int PRIMARY KEY, b int CONSTRAINT x NOT NULL);
