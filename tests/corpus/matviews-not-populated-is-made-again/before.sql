CREATE TABLE visits (page text, at timestamptz);
CREATE FUNCTION once(bigint) RETURNS bigint STABLE LANGUAGE plpgsql AS $$BEGIN RETURN 1 / ($1 - 1); END$$;
CREATE MATERIALIZED VIEW fails AS SELECT page, once(count(*)) FROM visits GROUP BY 1 WITH NO DATA;
CREATE INDEX fails_page ON fails (page);
COMMENT ON MATERIALIZED VIEW fails IS 'fill it when no page was seen once';
CREATE MATERIALIZED VIEW over_it AS SELECT page FROM fails WITH NO DATA;
