INSERT INTO people VALUES (1, 'Anna'); INSERT INTO orders VALUES (1, 1, 200);
