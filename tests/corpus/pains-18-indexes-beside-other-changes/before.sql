-- since: 14
-- hazards: data-loss, index-build
CREATE TABLE ledgers (id integer PRIMARY KEY, account text, amount integer);
CREATE INDEX ledgers_account ON ledgers (account);
