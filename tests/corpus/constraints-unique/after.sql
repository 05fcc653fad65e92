-- hazards: index-build
CREATE TABLE seats (id integer PRIMARY KEY, hall integer, place integer, code text, CONSTRAINT one_place UNIQUE (hall, place) INCLUDE (code) WITH (fillfactor = 80) DEFERRABLE INITIALLY DEFERRED, CONSTRAINT one_per_code UNIQUE (code));
COMMENT ON CONSTRAINT one_place ON seats IS 'at the end';
