INSERT INTO songs VALUES (1, 'a', 'B', 2001);
