INSERT INTO lamps VALUES (1, 'on', 'off'), (2, NULL, 'on');
