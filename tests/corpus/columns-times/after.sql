-- hazards: data-loss, table-rewrite
-- changes: events.starts, events.day, events.at
CREATE TABLE events (id integer PRIMARY KEY, starts timestamptz, day date, at timetz, lasts interval(3));
