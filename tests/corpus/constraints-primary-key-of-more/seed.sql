INSERT INTO owners VALUES (1, 'Ada');
INSERT INTO pets VALUES (1, 1, 'Rex');
