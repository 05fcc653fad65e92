INSERT INTO orders VALUES (6, 'a'), (1, 'b'), (1, 'c');
