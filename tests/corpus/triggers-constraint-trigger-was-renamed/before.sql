-- hazards: protection-disabled
CREATE TABLE orders (total integer);
CREATE FUNCTION check_order() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE CONSTRAINT TRIGGER checked AFTER INSERT ON orders DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION check_order();
ALTER TRIGGER checked ON orders RENAME TO was_checked;
