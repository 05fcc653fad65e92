INSERT INTO bids VALUES (1, 1, 10), (2, 2, 20);
