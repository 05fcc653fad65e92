INSERT INTO words (raw) VALUES ('A'), ('B');
