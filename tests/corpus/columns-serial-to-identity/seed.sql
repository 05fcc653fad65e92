INSERT INTO posts (title) VALUES ('a'), ('b');
INSERT INTO tags DEFAULT VALUES;
