-- hazards: index-build
CREATE TABLE keys (id integer PRIMARY KEY, tenant integer, name text, UNIQUE NULLS NOT DISTINCT (tenant, name));
