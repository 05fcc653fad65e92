-- since: 14
CREATE TABLE orders (id integer PRIMARY KEY, total integer);
CREATE FUNCTION place_order(total integer) RETURNS integer BEGIN ATOMIC
    INSERT INTO orders VALUES (1, total);
    SELECT CASE WHEN total > 0 THEN 1 ELSE 2 END;
END;
CREATE PROCEDURE place_orders() BEGIN ATOMIC
    SELECT place_order(1);
    SELECT place_order(2);
END;
