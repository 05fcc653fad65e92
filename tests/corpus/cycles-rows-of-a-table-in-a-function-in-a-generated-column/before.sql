CREATE TABLE films (id integer PRIMARY KEY, minutes integer);
