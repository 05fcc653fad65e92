INSERT INTO doors VALUES (1, 2, 3), (2, 3, 4);
