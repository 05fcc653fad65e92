INSERT INTO users VALUES (1, 'admin', true); INSERT INTO notes VALUES (1, 1);
