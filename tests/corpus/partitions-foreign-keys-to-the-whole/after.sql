-- hazards: index-build, full-scan
CREATE TABLE wholes (id integer CONSTRAINT wholes_two PRIMARY KEY, body text) PARTITION BY RANGE (id);
CREATE TABLE wholes_1 PARTITION OF wholes FOR VALUES FROM (0) TO (100);
CREATE TABLE wholes_2 PARTITION OF wholes FOR VALUES FROM (100) TO (200);
CREATE TABLE refs (whole integer CONSTRAINT of_whole REFERENCES wholes ON DELETE CASCADE);
