-- hazards: data-loss
CREATE TABLE orders (total integer);
CREATE TABLE lines (id serial, total integer);
CREATE TABLE bills (id integer NOT NULL);
GRANT SELECT ON SEQUENCE lines_id_seq TO corpus_anon;
COMMENT ON SEQUENCE lines_id_seq IS 'counts lines';
