INSERT INTO kinds VALUES (1), (2);
INSERT INTO facts (id, kind, body) VALUES (1, 1, 'a');
