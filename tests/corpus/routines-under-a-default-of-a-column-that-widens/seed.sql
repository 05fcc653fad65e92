INSERT INTO goods (id) VALUES (1);
