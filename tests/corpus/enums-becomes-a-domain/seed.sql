INSERT INTO cars VALUES (1, 'red'), (2, 'green');
