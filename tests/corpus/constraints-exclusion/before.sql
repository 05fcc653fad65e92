-- hazards: index-build
CREATE TABLE bookings (id integer PRIMARY KEY, during tsrange, cancelled boolean, CONSTRAINT no_overlap EXCLUDE USING gist (during WITH &&));
