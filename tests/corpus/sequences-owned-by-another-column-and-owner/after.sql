-- hazards: access-widened
CREATE TABLE orders (id integer NOT NULL, total integer DEFAULT 0);
CREATE SEQUENCE orders_id_seq AS integer;
ALTER TABLE orders ALTER total SET DEFAULT nextval('orders_id_seq'), OWNER TO corpus_owner;
ALTER SEQUENCE orders_id_seq OWNER TO corpus_owner;
ALTER SEQUENCE orders_id_seq OWNED BY orders.total;
