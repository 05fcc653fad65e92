-- alone
-- hazards: data-loss, protection-disabled
CREATE TABLE shown (id integer);
