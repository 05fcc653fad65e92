-- hazards: data-loss
CREATE SEQUENCE own;
CREATE TABLE a (id integer PRIMARY KEY);
CREATE TABLE b (id integer DEFAULT nextval('own'), a integer);
ALTER SEQUENCE own OWNED BY b.id;
