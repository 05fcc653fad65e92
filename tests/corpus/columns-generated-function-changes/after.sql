-- hazards: table-rewrite
-- changes: goods.tax
CREATE FUNCTION tax(integer, rate integer) RETURNS integer IMMUTABLE LANGUAGE sql AS 'SELECT $1 * $2';
CREATE TABLE goods (price integer, tax integer GENERATED ALWAYS AS (tax(price, 2)) STORED);
