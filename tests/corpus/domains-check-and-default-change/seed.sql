INSERT INTO users VALUES (1, 'anna@example.org');
