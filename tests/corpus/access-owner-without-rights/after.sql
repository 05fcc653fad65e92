CREATE TABLE ledger (id integer, amount integer);
REVOKE UPDATE, DELETE, TRUNCATE ON ledger FROM CURRENT_USER;
GRANT SELECT ON ledger TO corpus_anon;
