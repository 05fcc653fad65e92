CREATE TABLE orders (id integer PRIMARY KEY, total integer);
CREATE TABLE lines (id integer PRIMARY KEY, total integer);
CREATE FUNCTION sum_is_right() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE CONSTRAINT TRIGGER sum_is_right AFTER INSERT ON lines FROM orders DEFERRABLE
    FOR EACH ROW EXECUTE FUNCTION sum_is_right();
COMMENT ON TRIGGER sum_is_right ON lines IS 'at the end of the day';
