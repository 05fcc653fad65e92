-- hazards: data-loss
CREATE TABLE orders (id integer);
CREATE TABLE attic (id integer, at date DEFAULT current_date);
CREATE RULE kept AS ON DELETE TO orders
    WHERE OLD.id > 5 DO ALSO INSERT INTO attic (id) VALUES (OLD.id);
