INSERT INTO orders (id, total, state) VALUES (1, 2, 'x');
