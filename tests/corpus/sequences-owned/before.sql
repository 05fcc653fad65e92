-- hazards: access-widened
CREATE TABLE lots (id integer NOT NULL, serial_no integer);
CREATE TABLE bids (id serial PRIMARY KEY);
CREATE SEQUENCE lot_numbers AS integer;
ALTER TABLE lots OWNER TO corpus_owner;
GRANT USAGE ON SEQUENCE lot_numbers TO corpus_anon;
