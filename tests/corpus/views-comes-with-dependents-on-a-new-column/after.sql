CREATE TABLE orders (id integer PRIMARY KEY);
ALTER TABLE orders ADD COLUMN ordered_at date DEFAULT '2026-01-01';
CREATE VIEW recent AS SELECT id, ordered_at FROM orders WHERE ordered_at > '2025-01-01';
