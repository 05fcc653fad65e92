INSERT INTO alarms VALUES (1, 'low');
