-- hazards: index-build
CREATE TABLE things (id integer PRIMARY KEY, name text, tags text[], doc jsonb, place point, at timestamptz);
CREATE INDEX things_name ON things (name text_pattern_ops DESC NULLS LAST);
CREATE INDEX things_tags ON things USING gin (tags) WITH (fastupdate = off);
CREATE INDEX things_doc ON things USING gin (doc jsonb_path_ops);
CREATE INDEX things_place ON things USING gist (place);
CREATE INDEX things_quads ON things USING spgist (place);
CREATE INDEX things_at ON things USING brin (at) WITH (pages_per_range = 32);
CREATE INDEX things_hash ON things USING hash (name);
COMMENT ON INDEX things_doc IS 'for @>';
