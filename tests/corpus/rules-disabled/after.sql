-- hazards: protection-disabled
CREATE TABLE orders (id integer);
CREATE RULE nobody AS ON DELETE TO orders DO INSTEAD NOTHING;
ALTER TABLE orders DISABLE RULE nobody;
