-- changes: prices
-- hazards: data-loss, table-rewrite
CREATE TABLE prices (net integer, vat integer, gross integer GENERATED ALWAYS AS (net + vat) STORED);
