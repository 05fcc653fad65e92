-- hazards: access-widened
CREATE TABLE events (id integer, day date) PARTITION BY RANGE (day);
CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
ALTER TABLE events_1 OWNER TO corpus_owner;
GRANT SELECT ON events_1 TO corpus_anon;
CREATE TABLE events_2 PARTITION OF events FOR VALUES FROM ('2026-02-01') TO ('2026-03-01');
GRANT INSERT ON events_2 TO corpus_staff;
