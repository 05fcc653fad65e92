-- alone
CREATE EXTENSION citext;
CREATE TABLE people (mail citext);
CREATE FUNCTION noted() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER noted BEFORE INSERT ON people FOR EACH ROW EXECUTE FUNCTION noted();
CREATE MATERIALIZED VIEW mails AS SELECT lower(mail::text) AS mail FROM people;
CREATE FUNCTION same(a citext, b citext) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT a = b';
ALTER FUNCTION same(citext, citext) DEPENDS ON EXTENSION citext;
