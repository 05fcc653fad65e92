CREATE FUNCTION report() RETURNS integer LANGUAGE sql
    SET work_mem = '128MB' SET "shop.tenant" = 'a, b=c' SET search_path = 'public', 'My Schema', ''
    AS 'SELECT 1';
