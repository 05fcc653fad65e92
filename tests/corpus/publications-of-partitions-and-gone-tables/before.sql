-- hazards: data-loss
CREATE TABLE measures (at date NOT NULL, value numeric, PRIMARY KEY (at)) PARTITION BY RANGE (at);
CREATE TABLE measures_2024 PARTITION OF measures FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE old_measures (at date PRIMARY KEY);
CREATE PUBLICATION publications_of_partitions FOR TABLE measures, old_measures;
