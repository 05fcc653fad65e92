-- inherited: kept.b, below_without.b
CREATE TABLE above (a integer, b integer);
CREATE TABLE kept () INHERITS (above);
CREATE TABLE below_kept () INHERITS (kept);
CREATE TABLE without () INHERITS (above);
CREATE TABLE below_without () INHERITS (without);
