INSERT INTO archive VALUES (1, 'a'), (11, 'b');
