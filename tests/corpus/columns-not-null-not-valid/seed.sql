INSERT INTO readers VALUES (1, 'Ada', 'a@b'), (2, NULL, 'c@d');
