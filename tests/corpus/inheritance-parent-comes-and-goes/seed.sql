INSERT INTO tools VALUES ('m', 1, 'saw');
INSERT INTO toys VALUES (1, 'ball', 3);
