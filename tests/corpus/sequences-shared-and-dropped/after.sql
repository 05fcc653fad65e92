-- hazards: data-loss
CREATE SEQUENCE of_b START 100;
CREATE TABLE a (id bigint);
CREATE TABLE b (id bigint DEFAULT nextval('of_b'));
