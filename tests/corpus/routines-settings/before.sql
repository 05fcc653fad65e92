CREATE FUNCTION report() RETURNS integer LANGUAGE sql
    SET work_mem = '64MB' SET search_path = "$user", public
    AS 'SELECT 1';
