CREATE TABLE things (id integer PRIMARY KEY, name text, tags text[], doc jsonb, place point, at timestamptz);
