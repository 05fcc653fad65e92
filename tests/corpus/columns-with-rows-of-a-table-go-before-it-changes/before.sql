-- hazards: data-loss, table-rewrite
CREATE TABLE p (a int);
CREATE TABLE u (c p);
CREATE TABLE v (a int, c p);
CREATE TABLE w (c p[]);
