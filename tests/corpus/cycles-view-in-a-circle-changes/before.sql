-- hazards: table-rewrite
CREATE TABLE accounts (id integer PRIMARY KEY, owner text, closed boolean NOT NULL DEFAULT false);
CREATE VIEW open_accounts AS SELECT id, owner FROM accounts;
CREATE FUNCTION of_owner(text) RETURNS SETOF open_accounts LANGUAGE sql STABLE AS 'SELECT * FROM open_accounts WHERE owner = $1';
CREATE OR REPLACE VIEW open_accounts AS SELECT a.id, a.owner FROM accounts AS a WHERE NOT EXISTS (SELECT FROM of_owner('nobody'));
