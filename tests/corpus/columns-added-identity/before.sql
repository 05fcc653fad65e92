-- hazards: data-loss
CREATE TABLE lines (body text);
