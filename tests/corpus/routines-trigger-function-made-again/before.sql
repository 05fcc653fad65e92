CREATE TABLE orders (id integer PRIMARY KEY, total integer);
CREATE FUNCTION check_total() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER checked BEFORE INSERT OR UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION check_total();
