-- hazards: index-build
CREATE TABLE carts (id integer PRIMARY KEY, owner integer);
CREATE INDEX carts_owner ON carts (owner);
