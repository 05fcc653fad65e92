CREATE TABLE cars (make text, model text, year integer, price integer);
CREATE STATISTICS cars_model (dependencies) ON make, model FROM cars;
CREATE STATISTICS cars_price ON year, price FROM cars;
COMMENT ON STATISTICS cars_model IS 'models have one make';
ALTER STATISTICS cars_price OWNER TO corpus_staff;
