INSERT INTO scores VALUES (1), (2);
