INSERT INTO events_1 VALUES (1, 'a', 7);
