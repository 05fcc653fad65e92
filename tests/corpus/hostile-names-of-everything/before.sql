-- hazards: data-loss
CREATE TABLE plain (a integer);
