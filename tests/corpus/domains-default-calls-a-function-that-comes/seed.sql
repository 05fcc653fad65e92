INSERT INTO sessions VALUES (1, 'x');
