-- hazards: access-widened
CREATE TABLE ledger (id integer, amount integer);
GRANT SELECT ON ledger TO corpus_anon;
