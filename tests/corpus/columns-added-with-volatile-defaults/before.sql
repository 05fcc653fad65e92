-- hazards: data-loss
CREATE SEQUENCE tickets;
CREATE TABLE visitors (name text);
