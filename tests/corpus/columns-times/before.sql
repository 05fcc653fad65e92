-- hazards: data-loss, table-rewrite
-- changes: events.starts, events.day, events.at
CREATE TABLE events (id integer PRIMARY KEY, starts timestamp, day timestamp, at time, lasts interval);
