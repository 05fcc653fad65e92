-- hazards: data-loss, table-rewrite
CREATE table p (id serial, x int);
CREATE table c (id int) inherits (p);
