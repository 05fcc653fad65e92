-- hazards: access-widened
CREATE SEQUENCE counters;
CREATE TABLE counted (id integer);
ALTER SEQUENCE counters OWNER TO corpus_staff;
