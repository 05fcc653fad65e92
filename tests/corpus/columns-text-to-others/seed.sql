INSERT INTO answers VALUES (1, '12', 'bad', 't', '{"a":1}', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '{a,b}'), (2, NULL, NULL, NULL, NULL, NULL, NULL);
