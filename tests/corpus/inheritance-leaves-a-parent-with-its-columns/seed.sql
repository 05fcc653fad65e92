INSERT INTO child VALUES (1, 'a', 2, 3); INSERT INTO grandchild VALUES (4, 'b', 5, 6);
