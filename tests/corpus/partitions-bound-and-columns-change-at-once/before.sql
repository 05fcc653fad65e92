-- hazards: data-loss, full-scan, table-rewrite, index-build
CREATE TABLE events (id integer, happened date, body text, PRIMARY KEY (id, happened)) PARTITION BY RANGE (happened);
CREATE TABLE events_2020 PARTITION OF events FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
CREATE TABLE events_others PARTITION OF events DEFAULT;
