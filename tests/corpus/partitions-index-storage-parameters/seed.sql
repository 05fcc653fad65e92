INSERT INTO visits VALUES (12, 1, '/');
