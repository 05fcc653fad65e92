INSERT INTO items (kind) VALUES ('a'), ('a');
