-- hazards: index-build, full-scan, protection-disabled
CREATE TABLE owners (id integer, name text, tenant integer NOT NULL DEFAULT 1, CONSTRAINT owners_key PRIMARY KEY (tenant, id));
CREATE TABLE pets (id integer PRIMARY KEY, owner_id integer, name text, tenant integer NOT NULL DEFAULT 1, FOREIGN KEY (tenant, owner_id) REFERENCES owners);
ALTER TABLE owners CLUSTER ON owners_key;
