-- hazards: protection-disabled
CREATE TABLE nodes (id integer PRIMARY KEY, above integer) PARTITION BY RANGE (id);
CREATE TABLE nodes_1 (id integer PRIMARY KEY, above integer);
CREATE TABLE nodes_2 PARTITION OF nodes FOR VALUES FROM (10) TO (20);
