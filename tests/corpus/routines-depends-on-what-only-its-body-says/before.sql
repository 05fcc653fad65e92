-- hazards: data-loss
CREATE TABLE sooner (n integer);
