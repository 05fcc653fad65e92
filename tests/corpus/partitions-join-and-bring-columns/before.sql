-- hazards: data-loss, protection-disabled
-- hazards: data-loss, protection-disabled
CREATE TABLE events (id integer, body text, kind integer NOT NULL DEFAULT 3, CHECK (id > 0)) PARTITION BY LIST (id);
CREATE TABLE events_1 (id integer, body text, old integer);
