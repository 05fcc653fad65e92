INSERT INTO events VALUES (1, '2020-02-02', 'a'), (2, '2025-01-01', 'b');
