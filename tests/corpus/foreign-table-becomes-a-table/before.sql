-- hazards: data-loss
CREATE FOREIGN DATA WRAPPER foreign_wrapper_four;
CREATE SERVER foreign_server_four FOREIGN DATA WRAPPER foreign_wrapper_four;
CREATE FOREIGN TABLE rates (currency text, rate numeric) SERVER foreign_server_four;
CREATE VIEW euro AS SELECT rate FROM rates WHERE currency = 'EUR';
