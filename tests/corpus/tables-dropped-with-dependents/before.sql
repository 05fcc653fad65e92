-- hazards: access-widened, full-scan
CREATE TABLE regions (id serial PRIMARY KEY, name text);
CREATE TABLE shops (id integer PRIMARY KEY, region_id integer REFERENCES regions, name text);
CREATE VIEW shops_of_regions AS SELECT s.id, s.name, r.name AS region FROM shops AS s JOIN regions AS r ON r.id = s.region_id;
CREATE VIEW region_names AS SELECT DISTINCT region FROM shops_of_regions;
GRANT SELECT ON shops_of_regions TO corpus_anon;
