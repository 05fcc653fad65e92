-- hazards: full-scan
CREATE FUNCTION short(text, integer) RETURNS boolean IMMUTABLE LANGUAGE sql AS 'SELECT length($1) < $2';
CREATE TABLE views (day integer NOT NULL, page text) PARTITION BY RANGE (day);
CREATE TABLE visits_1 PARTITION OF views FOR VALUES FROM (10) TO (20);
ALTER TABLE visits_1 ADD CONSTRAINT short_page CHECK (short(page, 100));
