-- since: 18
-- changes: prices.gross
CREATE TABLE prices (net numeric, rate numeric, gross numeric GENERATED ALWAYS AS (net * rate) VIRTUAL);
