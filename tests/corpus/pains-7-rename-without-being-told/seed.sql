INSERT INTO clients VALUES (1, 'ada@example.com');
