INSERT INTO child VALUES (1, '2', '3', 4);
INSERT INTO another VALUES (5, '6', '7', 8);
