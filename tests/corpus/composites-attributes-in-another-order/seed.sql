INSERT INTO goods VALUES (1, ROW(5, 'EUR', true), ROW('x', ROW(6, 'CHF', false))), (2, NULL, NULL), (3, ROW(NULL, NULL, NULL), ROW('y', NULL));
