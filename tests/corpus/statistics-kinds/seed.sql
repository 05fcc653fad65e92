INSERT INTO cars VALUES ('a', 'b', 2000, 5);
