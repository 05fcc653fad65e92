INSERT INTO payments VALUES (1, 150, '{1,2}'), (2, NULL, NULL);
