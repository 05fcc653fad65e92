INSERT INTO words VALUES ('a', 'B'), ('b', 'a');
