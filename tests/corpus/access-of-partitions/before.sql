-- hazards: access-widened, data-loss
CREATE TABLE events (id integer, day date) PARTITION BY RANGE (day);
CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
ALTER TABLE events OWNER TO corpus_owner;
GRANT SELECT ON events TO corpus_anon;
