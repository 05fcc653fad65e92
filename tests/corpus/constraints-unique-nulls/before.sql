-- since: 15
-- hazards: index-build, protection-disabled
CREATE TABLE keys (id integer PRIMARY KEY, tenant integer, name text, UNIQUE (tenant, name));
