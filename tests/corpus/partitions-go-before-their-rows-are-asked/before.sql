-- hazards: data-loss, full-scan, protection-disabled
CREATE FUNCTION noticed() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TABLE numbers (id integer PRIMARY KEY);
CREATE TABLE orders (id integer, kind text, note text) PARTITION BY LIST (kind);
CREATE TABLE orders_a PARTITION OF orders FOR VALUES IN ('a');
CREATE TABLE orders_b PARTITION OF orders FOR VALUES IN ('b');
CREATE TRIGGER noticed AFTER INSERT ON orders_b FOR EACH ROW EXECUTE FUNCTION noticed();
CREATE TABLE orders_c PARTITION OF orders FOR VALUES IN ('c') PARTITION BY LIST (note);
CREATE TABLE orders_cx PARTITION OF orders_c FOR VALUES IN ('x');
CREATE TABLE orders_cy PARTITION OF orders_c FOR VALUES IN ('y');
CREATE TABLE orders_d PARTITION OF orders FOR VALUES IN ('d');
CREATE TABLE orders_rest PARTITION OF orders DEFAULT;
