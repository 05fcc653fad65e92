-- hazards: table-rewrite, index-build
CREATE TABLE flats (id integer PRIMARY KEY, city varchar(30), rooms integer, during tsrange, CONSTRAINT free EXCLUDE USING gist (during WITH &&, int4range(rooms, rooms, '[]') WITH =));
CREATE INDEX flats_city ON flats (upper(city), (rooms * 2));
ALTER INDEX flats_city ALTER COLUMN 1 SET STATISTICS 200;
ALTER INDEX flats_city ALTER COLUMN 2 SET STATISTICS 300;
CREATE INDEX flats_rooms ON flats ((rooms + 1)) WITH (fillfactor = 50) TABLESPACE elsewhere;
ALTER INDEX flats_rooms ALTER COLUMN 1 SET STATISTICS 10;
CREATE STATISTICS flats_all ON rooms, id FROM flats;
ALTER STATISTICS flats_all SET STATISTICS 77;
COMMENT ON STATISTICS flats_all IS 'of flats';
