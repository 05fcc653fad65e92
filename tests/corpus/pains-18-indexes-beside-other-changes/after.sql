-- hazards: index-build
CREATE TABLE ledgers (id integer PRIMARY KEY, account text, amount integer, at timestamptz);
CREATE INDEX ledgers_at ON ledgers (at) INCLUDE (amount);
CREATE UNIQUE INDEX ledgers_both ON ledgers (account, id);
CREATE FUNCTION total(of text) RETURNS bigint STABLE LANGUAGE sql RETURN (SELECT sum(amount) FROM ledgers WHERE account = of);
