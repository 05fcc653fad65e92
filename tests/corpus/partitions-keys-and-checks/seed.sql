INSERT INTO accounts VALUES (1);
INSERT INTO moves VALUES (1, 1, 5), (2, 1, 6);
