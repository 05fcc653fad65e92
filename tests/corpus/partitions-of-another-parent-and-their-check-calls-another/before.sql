-- hazards: full-scan
CREATE FUNCTION short(text) RETURNS boolean IMMUTABLE LANGUAGE sql AS 'SELECT length($1) < 100';
CREATE TABLE visits (day integer NOT NULL, page text) PARTITION BY RANGE (day);
CREATE TABLE visits_1 PARTITION OF visits FOR VALUES FROM (10) TO (20);
ALTER TABLE visits_1 ADD CONSTRAINT short_page CHECK (short(page));
