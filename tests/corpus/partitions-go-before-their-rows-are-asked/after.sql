-- hazards: data-loss, full-scan, index-build
CREATE FUNCTION noticed() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TABLE numbers (id integer PRIMARY KEY);
CREATE TABLE orders (
    id integer NOT NULL REFERENCES numbers, kind text, note text, added integer NOT NULL,
    UNIQUE (id, kind, note), CONSTRAINT positive CHECK (id > 0)
) PARTITION BY LIST (kind);
CREATE TABLE orders_a PARTITION OF orders FOR VALUES IN ('a');
CREATE TRIGGER noticed AFTER INSERT ON orders FOR EACH ROW EXECUTE FUNCTION noticed();
CREATE TABLE orders_c PARTITION OF orders FOR VALUES IN ('c') PARTITION BY LIST (note);
CREATE TABLE orders_cy PARTITION OF orders_c FOR VALUES IN ('y');
CREATE TABLE orders_d (id integer, kind text, note text);
CREATE TABLE orders_e PARTITION OF orders FOR VALUES IN ('e');
