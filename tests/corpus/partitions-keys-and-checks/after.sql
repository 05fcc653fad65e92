-- hazards: index-build, full-scan
CREATE TABLE accounts (id integer PRIMARY KEY, last_move integer);
CREATE TABLE moves (id integer PRIMARY KEY, account integer CONSTRAINT of_account REFERENCES accounts, amount integer CONSTRAINT moved CHECK (amount <> 0)) PARTITION BY HASH (id);
CREATE TABLE moves_0 PARTITION OF moves FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE moves_1 PARTITION OF moves FOR VALUES WITH (MODULUS 2, REMAINDER 1);
ALTER TABLE accounts ADD CONSTRAINT last FOREIGN KEY (last_move) REFERENCES moves;
COMMENT ON CONSTRAINT moved ON moves IS 'nothing is no move';
