-- hazards: data-loss
CREATE TABLE orders (id integer, region text) PARTITION BY LIST (region);
CREATE TABLE orders_other PARTITION OF orders DEFAULT;
