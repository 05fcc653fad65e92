-- hazards: data-loss, table-rewrite
CREATE DOMAIN small AS integer CHECK (VALUE < 100);
CREATE DOMAIN even AS small CHECK (VALUE % 2 = 0);
CREATE TABLE numbers (n even);
CREATE TABLE lists (all_n even[]);
