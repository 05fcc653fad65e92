INSERT INTO numbers VALUES (1), (2);
INSERT INTO orders VALUES (1, 'a'), (1, 'b'), (2, 'b'), (2, 'c');
