-- hazards: table-rewrite
CREATE TABLE items (count bigint, price integer, sum bigint GENERATED ALWAYS AS (count * price) STORED);
CREATE VIEW sums AS SELECT sum FROM items;
