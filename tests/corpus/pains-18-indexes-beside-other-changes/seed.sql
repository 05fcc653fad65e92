INSERT INTO ledgers VALUES (1, 'a', 5);
