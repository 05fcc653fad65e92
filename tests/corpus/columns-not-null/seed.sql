INSERT INTO readers VALUES (1, 'Ada', 'a@b');
