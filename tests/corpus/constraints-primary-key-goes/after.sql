-- hazards: protection-disabled
CREATE TABLE facts (id integer NOT NULL, body text);
CREATE TABLE proofs (fact_id integer);
