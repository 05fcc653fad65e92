CREATE TABLE slots (id integer PRIMARY KEY, place integer);
