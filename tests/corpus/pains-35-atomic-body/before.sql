-- since: 14
CREATE TABLE orders (id integer PRIMARY KEY, total integer);
CREATE FUNCTION place_order(total integer) RETURNS integer BEGIN ATOMIC SELECT 1; END;
CREATE PROCEDURE place_orders() BEGIN ATOMIC
    SELECT place_order(1);
    SELECT place_order(2);
END;
