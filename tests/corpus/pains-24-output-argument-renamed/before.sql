CREATE FUNCTION extremes(OUT low integer, OUT high integer) LANGUAGE sql AS 'SELECT 1, 2';
CREATE VIEW span AS SELECT high - low AS span FROM extremes();
COMMENT ON FUNCTION extremes() IS 'both at once';
