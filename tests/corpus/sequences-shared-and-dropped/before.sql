-- hazards: data-loss
CREATE SEQUENCE numbers;
CREATE TABLE a (id bigint DEFAULT nextval('numbers'));
CREATE TABLE b (id bigint DEFAULT nextval('numbers'));
