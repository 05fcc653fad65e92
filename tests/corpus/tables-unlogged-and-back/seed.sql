INSERT INTO sessions (token, data) VALUES ('a', '{"n": 1}'), ('b', NULL);
