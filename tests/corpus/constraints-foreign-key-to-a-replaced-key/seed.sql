INSERT INTO countries VALUES (1, 'de');
INSERT INTO cities VALUES (1, 1);
