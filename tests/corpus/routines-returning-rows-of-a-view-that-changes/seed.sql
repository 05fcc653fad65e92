INSERT INTO people VALUES (1, 'old Anna', 80);
