CREATE TABLE lines (id integer PRIMARY KEY, total integer);
CREATE FUNCTION sum_is_right() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE TRIGGER sum_is_right AFTER INSERT ON lines FOR EACH ROW EXECUTE FUNCTION sum_is_right();
