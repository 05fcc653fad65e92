CREATE TABLE docs (junk integer, a integer, b text);
ALTER TABLE docs DROP COLUMN junk;
CREATE FUNCTION changed() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER changed BEFORE UPDATE OF b, a ON docs FOR EACH ROW EXECUTE FUNCTION changed();
