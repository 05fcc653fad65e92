INSERT INTO prices (price) VALUES (ROW(5, 'EUR'));
