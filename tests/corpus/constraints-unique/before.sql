-- hazards: index-build
CREATE TABLE seats (id integer PRIMARY KEY, hall integer, place integer, code text, CONSTRAINT one_place UNIQUE (hall, place), CONSTRAINT one_code UNIQUE (code));
