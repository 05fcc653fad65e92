-- hazards: access-widened
CREATE TABLE lots (id integer NOT NULL, serial_no integer);
CREATE TABLE bids (id integer PRIMARY KEY);
CREATE SEQUENCE bids_id_seq AS integer;
ALTER TABLE bids ALTER id SET DEFAULT nextval('bids_id_seq');
CREATE SEQUENCE lot_numbers AS integer;
ALTER TABLE lots ALTER serial_no SET DEFAULT nextval('lot_numbers');
ALTER TABLE lots OWNER TO corpus_owner;
ALTER SEQUENCE lot_numbers OWNER TO corpus_owner;
ALTER SEQUENCE lot_numbers OWNED BY lots.serial_no;
GRANT USAGE ON SEQUENCE lot_numbers TO corpus_anon;
