-- hazards: table-rewrite, index-build
CREATE TABLE bodies (mass integer, weight integer GENERATED ALWAYS AS (mass * 10) STORED);
CREATE TABLE moons (planet text) INHERITS (bodies);
CREATE INDEX moons_weight ON moons (weight);
CREATE VIEW heavy AS SELECT planet, weight FROM moons WHERE weight > 5;
