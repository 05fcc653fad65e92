INSERT INTO below VALUES (1, 'x');
INSERT INTO leaves VALUES (2, 'y');
