-- hazards: data-loss
CREATE TABLE orders (id integer);
CREATE TABLE archive (id integer);
CREATE RULE kept AS ON DELETE TO orders
    WHERE OLD.id > 10 DO ALSO INSERT INTO archive VALUES (OLD.id);
