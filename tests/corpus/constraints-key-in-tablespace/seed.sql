INSERT INTO maps VALUES (1, '[1,5)');
