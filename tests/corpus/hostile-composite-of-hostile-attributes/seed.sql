INSERT INTO t VALUES (ROW(1, 'a,b"c', 'd''e', 1.50)), (NULL);
