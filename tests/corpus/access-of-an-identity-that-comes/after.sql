-- hazards: table-rewrite, access-widened
CREATE TABLE orders (total integer);
ALTER TABLE orders ADD COLUMN id integer GENERATED ALWAYS AS IDENTITY;
GRANT USAGE ON SEQUENCE orders_id_seq TO corpus_staff;
COMMENT ON SEQUENCE orders_id_seq IS 'counts orders';
CREATE TABLE lines (id serial, total integer);
CREATE TABLE bills (id integer NOT NULL);
ALTER TABLE bills ALTER id ADD GENERATED ALWAYS AS IDENTITY;
GRANT USAGE ON SEQUENCE bills_id_seq TO corpus_anon;
GRANT SELECT ON SEQUENCE lines_id_seq TO corpus_anon;
COMMENT ON SEQUENCE lines_id_seq IS 'counts lines';
