-- hazards: data-loss
CREATE TABLE staff (id integer PRIMARY KEY);
