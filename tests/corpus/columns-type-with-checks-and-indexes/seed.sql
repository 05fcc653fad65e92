INSERT INTO tasks VALUES (1, 'new', 3), (2, 'done', NULL);
