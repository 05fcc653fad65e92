INSERT INTO child VALUES (1, 2, 'kept');
