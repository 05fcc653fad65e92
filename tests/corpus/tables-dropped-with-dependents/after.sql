-- hazards: data-loss, protection-disabled
CREATE TABLE shops (id integer PRIMARY KEY, region_id integer, name text);
