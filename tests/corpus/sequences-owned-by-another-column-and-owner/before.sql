-- hazards: access-widened
CREATE TABLE orders (id serial, total integer);
