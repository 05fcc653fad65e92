SELECT nextval('lot_numbers');
INSERT INTO bids DEFAULT VALUES;
