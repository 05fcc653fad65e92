-- hazards: data-loss, index-build, full-scan
CREATE TABLE owners (id integer CONSTRAINT owners_key PRIMARY KEY, name text);
CREATE TABLE pets (id integer PRIMARY KEY, owner_id integer REFERENCES owners, name text);
ALTER TABLE owners CLUSTER ON owners_key;
