-- hazards: data-loss, table-rewrite
CREATE TABLE orders (id integer, shown text GENERATED ALWAYS AS (id::text) STORED);
