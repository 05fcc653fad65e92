INSERT INTO stamps VALUES (1, 'a');
