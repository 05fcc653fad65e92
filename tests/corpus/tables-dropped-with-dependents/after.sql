-- hazards: data-loss
CREATE TABLE shops (id integer PRIMARY KEY, region_id integer, name text);
