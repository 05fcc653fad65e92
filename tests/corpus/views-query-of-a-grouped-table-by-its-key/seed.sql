INSERT INTO people VALUES (1, 'Anna'), (2, 'Bob');
