CREATE TABLE hits (n integer);
CREATE FUNCTION hit() RETURNS integer
    LANGUAGE sql AS 'SELECT count(*)::integer FROM hits';
CREATE TABLE days (day date, hits integer DEFAULT hit());
