-- hazards: data-loss, protection-disabled
CREATE TABLE notes (id integer);
