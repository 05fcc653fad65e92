INSERT INTO things VALUES (1, 'a', '{x}', '{"a": 1}', '(1,2)', '2024-01-01');
