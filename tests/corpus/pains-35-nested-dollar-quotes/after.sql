CREATE FUNCTION nested() RETURNS void LANGUAGE plpgsql AS $outer$
BEGIN
    EXECUTE $body$ DO $body0$ BEGIN PERFORM 1; END $body0$ $body$;
    EXECUTE $$ SELECT 1; -- $body1$ /* ' */ $$;
END $outer$;
