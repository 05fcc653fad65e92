INSERT INTO log VALUES ('2024-01-01', 'info', 'a');
