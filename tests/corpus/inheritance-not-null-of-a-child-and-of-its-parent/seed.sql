INSERT INTO children VALUES (1, 'a', 'b');
