INSERT INTO visits VALUES (12, '/');
