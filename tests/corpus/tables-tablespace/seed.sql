INSERT INTO photos VALUES (1, '\x00ff');
