CREATE TABLE people (id integer PRIMARY KEY, first text, last text);
CREATE VIEW names AS SELECT id, concat_ws(' ', first, last)::varchar(100) AS name FROM people;
CREATE FUNCTION keep_name() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER kept INSTEAD OF UPDATE ON names FOR EACH ROW EXECUTE FUNCTION keep_name();
COMMENT ON TRIGGER kept ON names IS 'writes through';
