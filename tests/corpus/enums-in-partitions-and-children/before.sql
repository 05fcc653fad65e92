-- hazards: irreversible
CREATE TYPE kind AS ENUM ('click', 'view', 'scroll');
CREATE TABLE events (at date NOT NULL, kind kind NOT NULL DEFAULT 'click') PARTITION BY RANGE (at);
CREATE TABLE events_2023 PARTITION OF events FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');
CREATE TABLE events_2024 PARTITION OF events (kind DEFAULT 'view') FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE base (id integer, kind kind);
CREATE TABLE child (more text) INHERITS (base);
