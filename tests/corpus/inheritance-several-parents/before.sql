CREATE TABLE a (x integer, y text);
CREATE TABLE b (x integer, z date);
CREATE TABLE c (x integer, y text, z date, w integer);
CREATE TABLE d (x integer, y text, z date) INHERITS (a, b);
