-- hazards: access-widened, data-loss
CREATE TABLE readings (id bigint NOT NULL, at date NOT NULL, value numeric, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE readings_2023 PARTITION OF readings FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');
CREATE TABLE readings_2024 PARTITION OF readings FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE INDEX readings_value ON readings (value);
COMMENT ON TABLE readings_2023 IS 'old';
GRANT SELECT ON readings, readings_2023 TO corpus_anon;
