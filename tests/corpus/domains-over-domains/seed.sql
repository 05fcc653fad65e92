INSERT INTO numbers VALUES (2), (4); INSERT INTO lists VALUES ('{2,6}');
