INSERT INTO scores VALUES ('anna', 1, 10), ('bob', 1, 7);
