-- hazards: data-loss, protection-disabled
CREATE TABLE nothing (a integer);
