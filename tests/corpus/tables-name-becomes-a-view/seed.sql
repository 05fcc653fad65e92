INSERT INTO people VALUES (1, 'Ada', true), (2, 'Bob', false);
