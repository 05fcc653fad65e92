-- hazards: data-loss, table-rewrite
CREATE TABLE seconds (a integer);
CREATE TABLE children (id text, name text, twice bigint GENERATED ALWAYS AS (id::bigint * 2) STORED) INHERITS (seconds);
