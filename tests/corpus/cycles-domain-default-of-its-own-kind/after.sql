CREATE TABLE nothing (a integer);
CREATE DOMAIN label AS text;
CREATE FUNCTION usual_label() RETURNS label LANGUAGE sql IMMUTABLE AS 'SELECT ''none''::text';
CREATE FUNCTION is_label(label) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 <> ''''';
ALTER DOMAIN label SET DEFAULT usual_label();
ALTER DOMAIN label ADD CONSTRAINT named CHECK (is_label(VALUE));
CREATE TABLE boxes (label label);
