INSERT INTO polls VALUES (1, 'a', 1, 1), (2, 'b', 2, 2);
