CREATE TABLE cars (make text, model text, year integer, price integer);
CREATE STATISTICS cars_model (ndistinct, mcv) ON make, model FROM cars;
CREATE STATISTICS cars_price ON year, price FROM cars;
ALTER STATISTICS cars_price SET STATISTICS 500;
COMMENT ON STATISTICS cars_model IS 'models have one make';
COMMENT ON STATISTICS cars_price IS 'old ones are cheap';
