-- since: 14
-- hazards: table-rewrite
CREATE TABLE parcels (id integer PRIMARY KEY, grams integer);
CREATE FUNCTION heavy(parcels) RETURNS boolean STABLE LANGUAGE sql AS 'SELECT $1.grams > 1000';
CREATE FUNCTION heaviest() RETURNS SETOF parcels STABLE LANGUAGE sql BEGIN ATOMIC SELECT * FROM parcels ORDER BY grams DESC LIMIT 1; END;
COMMENT ON FUNCTION heaviest() IS 'one of them';
GRANT EXECUTE ON FUNCTION heaviest() TO corpus_anon;
