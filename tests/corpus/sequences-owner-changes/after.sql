-- hazards: access-widened
CREATE TABLE counted (id integer);
ALTER TABLE counted OWNER TO corpus_owner;
CREATE SEQUENCE counters;
ALTER SEQUENCE counters OWNER TO corpus_owner;
ALTER SEQUENCE counters OWNED BY counted.id;
GRANT SELECT, UPDATE ON SEQUENCE counters TO corpus_anon;
