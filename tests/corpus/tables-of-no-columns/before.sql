-- hazards: data-loss
CREATE TABLE marks ();
