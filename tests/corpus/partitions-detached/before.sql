-- hazards: full-scan
CREATE TABLE events (id integer, at date NOT NULL, note text DEFAULT 'x') PARTITION BY RANGE (at);
CREATE TABLE events_old PARTITION OF events FOR VALUES FROM (MINVALUE) TO ('2020-01-01');
CREATE TABLE events_new PARTITION OF events FOR VALUES FROM ('2020-01-01') TO (MAXVALUE);
CREATE INDEX events_id ON events (id);
CREATE VIEW notes AS SELECT note FROM events;
GRANT SELECT ON events_old TO corpus_anon;
