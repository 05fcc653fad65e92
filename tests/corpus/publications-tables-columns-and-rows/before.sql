-- since: 15
-- hazards: data-loss
CREATE TABLE users (id integer PRIMARY KEY, name text, email text, active boolean);
CREATE TABLE visits (id integer PRIMARY KEY, at timestamptz);
CREATE PUBLICATION publications_tables_columns_and_rows FOR TABLE users (id, name) WHERE (id > 0), visits WITH (publish = 'insert');
