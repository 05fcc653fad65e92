INSERT INTO above VALUES (1, 1);
INSERT INTO kept VALUES (2, 2);
INSERT INTO below_kept VALUES (3, 3);
INSERT INTO below_without VALUES (4, 4);
