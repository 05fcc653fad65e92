CREATE TYPE state AS ENUM ('new', 'old');
CREATE DOMAIN cents AS integer CONSTRAINT positive CHECK (VALUE > 0);
CREATE TYPE pair AS (a integer, b integer);
CREATE SEQUENCE numbers;
CREATE COLLATION german FROM "C";
COMMENT ON TYPE state IS 'of an order';
COMMENT ON COLUMN pair.a IS 'left';
COMMENT ON SEQUENCE numbers IS 'of orders';
