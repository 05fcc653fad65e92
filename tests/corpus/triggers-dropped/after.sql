-- hazards: protection-disabled
CREATE TABLE orders (id integer PRIMARY KEY);
