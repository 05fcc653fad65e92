-- since: 14
-- hazards: table-rewrite
-- changes: parcels.weight
CREATE TYPE weight AS (grams integer);
CREATE TYPE mass AS (kilos numeric);
CREATE FUNCTION as_mass(weight) RETURNS mass LANGUAGE sql IMMUTABLE RETURN ROW(($1).grams / 1000.0)::mass;
CREATE FUNCTION as_weight(mass) RETURNS weight LANGUAGE sql IMMUTABLE RETURN ROW((($1).kilos * 1000)::integer)::weight;
CREATE CAST (weight AS mass) WITH FUNCTION as_mass(weight);
CREATE CAST (mass AS weight) WITH FUNCTION as_weight(mass);
CREATE TABLE parcels (id integer PRIMARY KEY, weight weight);
