-- hazards: table-rewrite
-- changes: rates.rate
CREATE TABLE rates (id integer PRIMARY KEY, rate numeric(10, 4), amount numeric(8, 2));
