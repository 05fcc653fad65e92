INSERT INTO documents VALUES (1, 7);
INSERT INTO pages VALUES (1, 'x');
