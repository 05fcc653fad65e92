INSERT INTO documents VALUES (1, 'anna', 'x');
