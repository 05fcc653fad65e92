-- hazards: table-rewrite, index-build before 17
-- changes: fares.cents
CREATE TABLE fares (km integer, price integer, cents integer GENERATED ALWAYS AS (km * 10) STORED);
CREATE INDEX fares_cents ON fares (cents);
