INSERT INTO tasks VALUES (1, false, 'anna'), (2, true, 'bob');
