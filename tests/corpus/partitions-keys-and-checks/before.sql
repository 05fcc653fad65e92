-- hazards: protection-disabled, data-loss
CREATE TABLE accounts (id integer PRIMARY KEY);
CREATE TABLE moves (id integer NOT NULL, account integer, amount integer) PARTITION BY HASH (id);
CREATE TABLE moves_0 PARTITION OF moves FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE moves_1 PARTITION OF moves FOR VALUES WITH (MODULUS 2, REMAINDER 1);
