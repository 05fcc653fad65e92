-- hazards: data-loss
CREATE TABLE old_orders (id serial PRIMARY KEY);
