INSERT INTO files VALUES (1, '\x01', 'a', '{}');
