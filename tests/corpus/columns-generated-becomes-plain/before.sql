-- hazards: data-loss, table-rewrite
CREATE TABLE totals (net integer, gross integer GENERATED ALWAYS AS (net * 2) STORED);
