"""Migrations that the scenarios push."""

ORDERS = {
    "20260102000000_orders.sql": """\
-- What customers order.
CREATE TABLE orders (
    id bigint PRIMARY KEY,
    customer bigint NOT NULL REFERENCES customers,
    total numeric NOT NULL CHECK (total >= 0)
);
CREATE INDEX orders_customer ON orders (customer);

-- rollback
-- DROP TABLE orders;
"""
}
CITIES = {
    "20260103000000_cities.sql": """\
-- Where customers live.
ALTER TABLE customers ADD COLUMN city text;
UPDATE customers SET city = 'Girona';

-- rollback
-- ALTER TABLE customers DROP COLUMN city;
"""
}
