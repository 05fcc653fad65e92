INSERT INTO members VALUES (1, 'reader'), (2, 'writer');
