INSERT INTO slugs VALUES (1, 'a'), (NULL, 'a');
