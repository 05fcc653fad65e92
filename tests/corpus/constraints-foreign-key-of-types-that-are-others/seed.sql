INSERT INTO parts VALUES ('a', 'x'); INSERT INTO items VALUES ('a', 'x');
