CREATE TABLE orders (id integer PRIMARY KEY, total integer);
CREATE FUNCTION total_of(wanted integer) RETURNS integer LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (SELECT total FROM orders WHERE id = wanted);
END
$$;
REVOKE EXECUTE ON FUNCTION total_of(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION total_of(integer) TO corpus_anon;
COMMENT ON FUNCTION total_of(integer) IS 'in cents';
