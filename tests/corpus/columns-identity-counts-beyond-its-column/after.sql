-- hazards: data-loss, table-rewrite
CREATE TABLE small (id integer GENERATED ALWAYS AS IDENTITY);
CREATE TABLE changed (LIKE small INCLUDING IDENTITY);
CREATE TABLE added (LIKE small INCLUDING IDENTITY);
CREATE TABLE ended (id integer);
