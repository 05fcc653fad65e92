-- hazards: data-loss, table-rewrite
CREATE TABLE p (a int);
CREATE TABLE v (a int, c p);
