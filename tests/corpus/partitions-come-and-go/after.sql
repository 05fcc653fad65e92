-- hazards: data-loss
CREATE TABLE readings (id bigint NOT NULL, at date NOT NULL, value numeric, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE readings_2024 PARTITION OF readings FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE readings_2025 PARTITION OF readings FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE INDEX readings_value ON readings (value);
GRANT SELECT ON readings TO corpus_anon;
COMMENT ON INDEX readings_2025_value_idx IS 'of the partition';
