INSERT INTO bills VALUES (1);
INSERT INTO lines VALUES (1, 1), (1, 2), (1, 3);
