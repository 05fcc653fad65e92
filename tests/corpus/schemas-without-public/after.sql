-- hazards: data-loss
DROP SCHEMA public;
CREATE SCHEMA own;
CREATE TABLE own.lonely (id integer);
