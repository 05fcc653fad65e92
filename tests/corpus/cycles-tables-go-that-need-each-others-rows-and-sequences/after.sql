-- hazards: data-loss
CREATE TABLE stays (c integer);
