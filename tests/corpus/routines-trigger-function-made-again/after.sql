-- hazards: access-widened
CREATE TABLE orders (id integer PRIMARY KEY, total integer);
CREATE FUNCTION check_total() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO '' AS $$
BEGIN
    IF NEW.total < 0 THEN RAISE 'negative: %', NEW.total; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER checked BEFORE INSERT OR UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION check_total();
