INSERT INTO people VALUES ('Ada', '36');
