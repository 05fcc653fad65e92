INSERT INTO tariffs VALUES (1, '[1,5)'), (2, '[7,9)');
