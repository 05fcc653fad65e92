-- hazards: data-loss
CREATE SEQUENCE old_orders_id_seq AS integer;
CREATE TABLE orders (id integer DEFAULT nextval('old_orders_id_seq') PRIMARY KEY);
