INSERT INTO cats (name, lives) VALUES ('Tom', 9);
