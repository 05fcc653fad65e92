INSERT INTO goods VALUES (1, 'red shoe', 10);
