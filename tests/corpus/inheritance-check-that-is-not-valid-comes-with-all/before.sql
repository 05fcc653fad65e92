-- hazards: data-loss
CREATE TABLE others (id integer);
