-- hazards: table-rewrite
-- changes: goods.tax
CREATE FUNCTION tax(integer) RETURNS integer IMMUTABLE LANGUAGE sql AS 'SELECT $1 / 5';
CREATE TABLE goods (price integer, tax integer GENERATED ALWAYS AS (tax(price)) STORED);
