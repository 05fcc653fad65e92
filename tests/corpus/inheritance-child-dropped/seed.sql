INSERT INTO films VALUES (1, 'f', 120);
INSERT INTO books VALUES (2, 'b', 300);
