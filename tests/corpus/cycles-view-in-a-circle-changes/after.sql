-- hazards: table-rewrite
CREATE TABLE accounts (id bigint PRIMARY KEY, owner text, closed boolean NOT NULL DEFAULT false);
CREATE VIEW open_accounts AS SELECT id, owner, closed FROM accounts;
CREATE FUNCTION of_owner(text) RETURNS SETOF open_accounts LANGUAGE sql STABLE AS 'SELECT * FROM open_accounts WHERE owner = $1';
CREATE FUNCTION is_large(open_accounts) RETURNS boolean LANGUAGE sql AS 'SELECT $1.id > 100';
CREATE OR REPLACE VIEW open_accounts AS SELECT a.id, a.owner, a.closed FROM accounts AS a WHERE NOT EXISTS (SELECT FROM of_owner('nobody'));
