-- hazards: data-loss, table-rewrite
-- changes: rates.rate
CREATE TABLE rates (id integer PRIMARY KEY, rate numeric(10, 1), amount numeric(12, 2));
