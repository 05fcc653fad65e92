INSERT INTO state_old2 VALUES ('a', 'x');
