INSERT INTO hits VALUES (1, '/a', 1), (100, '/b', 2);
