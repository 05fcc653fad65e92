INSERT INTO names VALUES (1, 'b'), (2, 'A');
