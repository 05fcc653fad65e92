CREATE TABLE spaces (id integer);
