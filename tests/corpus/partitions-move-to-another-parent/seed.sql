INSERT INTO hot VALUES (1, 'a'), (11, 'b');
