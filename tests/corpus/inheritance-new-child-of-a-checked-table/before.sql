-- hazards: data-loss
CREATE TABLE orders (total integer CHECK (total > 0));
