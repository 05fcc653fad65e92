INSERT INTO folders VALUES (1, NULL, 'home'), (2, 1, 'anna');
