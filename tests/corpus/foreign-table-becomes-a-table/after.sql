CREATE TABLE rates (currency text PRIMARY KEY, rate numeric);
CREATE VIEW euro AS SELECT rate FROM rates WHERE currency = 'EUR';
