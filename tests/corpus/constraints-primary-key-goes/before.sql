-- hazards: index-build, full-scan
CREATE TABLE facts (id integer PRIMARY KEY, body text);
CREATE TABLE proofs (fact_id integer REFERENCES facts);
