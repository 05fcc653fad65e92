INSERT INTO loads VALUES (1, 'g'), (2, 't');
