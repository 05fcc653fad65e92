INSERT INTO texts VALUES (1, 'x y');
