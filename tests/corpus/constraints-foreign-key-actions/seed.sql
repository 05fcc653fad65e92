INSERT INTO users VALUES (1, 'a');
INSERT INTO comments VALUES (1, 1, NULL, 'a'), (2, NULL, 1, NULL);
