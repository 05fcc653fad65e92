-- hazards: table-rewrite
CREATE TABLE items (count integer, price integer, sum integer GENERATED ALWAYS AS (count * price) STORED);
CREATE VIEW sums AS SELECT sum FROM items;
