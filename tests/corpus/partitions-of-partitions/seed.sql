INSERT INTO sales VALUES (1, 2024, 'de', 5);
