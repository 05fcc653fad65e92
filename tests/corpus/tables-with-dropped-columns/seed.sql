INSERT INTO visits VALUES (1, '/');
