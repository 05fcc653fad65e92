-- hazards: data-loss, full-scan
CREATE TABLE orders (id integer, kind text) PARTITION BY RANGE (id);
CREATE TABLE part PARTITION OF orders FOR VALUES FROM (5) TO (15) PARTITION BY LIST (kind);
CREATE TABLE part_a PARTITION OF part FOR VALUES IN ('a');
CREATE TABLE part_c (id integer, kind text);
