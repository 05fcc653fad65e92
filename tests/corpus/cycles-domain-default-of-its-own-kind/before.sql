-- hazards: data-loss
CREATE TABLE nothing (a integer);
