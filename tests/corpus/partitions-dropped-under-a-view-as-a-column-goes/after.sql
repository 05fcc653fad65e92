-- hazards: data-loss
CREATE TABLE sales (year integer, amount integer) PARTITION BY LIST (year);
