INSERT INTO people VALUES (1, 'A@example.org');
