-- changes: prices.gross
CREATE TABLE prices (net numeric, rate numeric, gross numeric GENERATED ALWAYS AS (net * (1 + rate)) VIRTUAL, tax numeric GENERATED ALWAYS AS (net * rate));
