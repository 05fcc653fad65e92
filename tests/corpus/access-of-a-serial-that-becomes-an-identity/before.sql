CREATE TABLE orders (id serial PRIMARY KEY, total integer);
GRANT USAGE ON SEQUENCE orders_id_seq TO corpus_staff;
COMMENT ON SEQUENCE orders_id_seq IS 'counts';
GRANT INSERT ON orders TO corpus_staff;
