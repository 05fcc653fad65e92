CREATE TABLE users (id integer PRIMARY KEY, name text, email text, active boolean);
CREATE TABLE visits (id integer PRIMARY KEY, at timestamptz);
CREATE TABLE bills (id integer PRIMARY KEY);
CREATE PUBLICATION publications_tables_columns_and_rows FOR TABLE users (id, email) WHERE (id > 0 AND id < 100), bills WITH (publish = 'insert, truncate', publish_via_partition_root);
COMMENT ON PUBLICATION publications_tables_columns_and_rows IS 'for the warehouse';
