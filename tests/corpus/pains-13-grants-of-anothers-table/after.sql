GRANT USAGE ON SCHEMA pains_13_grants_of_anothers_table TO corpus_staff, corpus_owner;
CREATE TABLE objects (id integer);
ALTER TABLE objects OWNER TO corpus_owner;
GRANT ALL ON objects TO corpus_staff;
GRANT SELECT ON objects TO CURRENT_USER;
