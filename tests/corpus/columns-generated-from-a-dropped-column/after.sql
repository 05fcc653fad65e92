-- hazards: data-loss, table-rewrite, index-build
-- changes: fares.cents
CREATE TABLE fares (price integer, cents integer GENERATED ALWAYS AS (price * 100) STORED);
CREATE INDEX fares_cents ON fares (cents);
