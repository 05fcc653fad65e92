INSERT INTO walks VALUES (1, '[1,5)');
