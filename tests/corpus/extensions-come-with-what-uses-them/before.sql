-- alone
-- hazards: data-loss, protection-disabled
CREATE TABLE people (id integer PRIMARY KEY, email text);
