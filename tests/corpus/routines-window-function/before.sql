CREATE FUNCTION number() RETURNS bigint WINDOW LANGUAGE internal IMMUTABLE STRICT AS 'window_row_number';
CREATE VIEW numbered AS SELECT number() OVER (ORDER BY a) AS number FROM (VALUES (1), (2)) AS v (a);
