INSERT INTO items (count) VALUES (2); INSERT INTO more (count, size) VALUES (3, 4);
