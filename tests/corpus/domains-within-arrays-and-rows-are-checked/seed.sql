INSERT INTO payments VALUES (1, '{1,2}', 3); INSERT INTO items VALUES (1, ROW('a', 'b')); INSERT INTO others VALUES (1, 'c');
