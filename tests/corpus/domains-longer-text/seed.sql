INSERT INTO items VALUES ('a1', 'nail'); INSERT INTO stock VALUES ('a1', 5);
