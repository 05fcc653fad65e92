INSERT INTO events VALUES (1, 'a');
INSERT INTO logs VALUES (1, repeat('x', 5000));
