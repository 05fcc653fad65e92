-- hazards: data-loss
CREATE TABLE beings (id bigserial, name text);
CREATE TABLE cats (lives integer) INHERITS (beings);
