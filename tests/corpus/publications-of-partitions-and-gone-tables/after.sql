-- hazards: data-loss
CREATE TABLE measures (at date NOT NULL, value numeric, PRIMARY KEY (at)) PARTITION BY RANGE (at);
CREATE TABLE measures_2024 PARTITION OF measures FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE measures_2025 PARTITION OF measures FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE PUBLICATION publications_of_partitions FOR TABLE measures_2024, measures_2025 WITH (publish_via_partition_root);
