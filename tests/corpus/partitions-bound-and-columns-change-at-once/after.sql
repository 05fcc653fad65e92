-- hazards: full-scan, table-rewrite, index-build
CREATE TABLE events (id bigint, happened date, body varchar(50), place text, PRIMARY KEY (id, happened)) PARTITION BY RANGE (happened);
CREATE TABLE events_2020 PARTITION OF events FOR VALUES FROM ('2020-01-01') TO ('2020-07-01');
CREATE TABLE events_others PARTITION OF events DEFAULT;
