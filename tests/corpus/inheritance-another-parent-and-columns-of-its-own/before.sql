-- hazards: data-loss, table-rewrite
CREATE TABLE firsts (a integer);
CREATE TABLE children (id integer, label text, twice bigint GENERATED ALWAYS AS (id * 2) STORED) INHERITS (firsts);
