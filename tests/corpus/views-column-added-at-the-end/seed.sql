INSERT INTO orders VALUES (1, 100, true), (2, 250, false);
