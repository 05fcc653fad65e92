-- hazards: data-loss, full-scan, table-rewrite
CREATE TABLE small (id integer GENERATED ALWAYS AS IDENTITY);
CREATE TABLE changed (id bigint GENERATED ALWAYS AS IDENTITY);
CREATE TABLE ended (LIKE small INCLUDING IDENTITY);
