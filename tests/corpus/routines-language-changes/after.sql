CREATE TABLE hits (n integer);
CREATE FUNCTION hit() RETURNS integer
    LANGUAGE plpgsql AS 'BEGIN RETURN (SELECT count(*) FROM hits); END';
CREATE TABLE days (day date, hits integer DEFAULT hit());
