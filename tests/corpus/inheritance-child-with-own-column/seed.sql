INSERT INTO roots VALUES (1, 'r');
INSERT INTO leaves VALUES (2, 'l', 5);
INSERT INTO twigs VALUES (3, 't', 6, 7);
