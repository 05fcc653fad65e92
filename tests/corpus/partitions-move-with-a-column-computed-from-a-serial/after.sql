-- hazards: data-loss, full-scan
CREATE TABLE new (at date NOT NULL, id serial, half integer GENERATED ALWAYS AS (id / 2) STORED) PARTITION BY RANGE (at);
CREATE TABLE few PARTITION OF new FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
