CREATE FUNCTION extremes(OUT lowest integer, OUT highest integer) LANGUAGE sql AS 'SELECT 1, 2';
CREATE VIEW span AS SELECT highest - lowest AS span FROM extremes();
COMMENT ON FUNCTION extremes() IS 'both at once';
