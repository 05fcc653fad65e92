INSERT INTO logs VALUES (1, 5, 'x');
