INSERT INTO people VALUES ('A@example.org');
