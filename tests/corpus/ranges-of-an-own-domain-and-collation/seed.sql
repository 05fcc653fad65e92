INSERT INTO shelves VALUES (1, '[a,c)');
