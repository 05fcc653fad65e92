INSERT INTO visits VALUES (1, 'h', '/', 500);
