INSERT INTO versions VALUES (1, 'a');
