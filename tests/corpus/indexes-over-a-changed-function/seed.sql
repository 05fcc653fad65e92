INSERT INTO emails VALUES (1, 'A@B');
