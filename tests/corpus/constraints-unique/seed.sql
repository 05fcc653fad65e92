INSERT INTO seats VALUES (1, 1, 1, 'a'), (2, 1, 2, 'b');
