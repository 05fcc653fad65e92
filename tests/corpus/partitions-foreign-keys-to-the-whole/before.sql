-- hazards: index-build, full-scan, data-loss
CREATE TABLE wholes (id integer CONSTRAINT wholes_one PRIMARY KEY, body text) PARTITION BY RANGE (id);
CREATE TABLE wholes_1 PARTITION OF wholes FOR VALUES FROM (0) TO (100);
CREATE TABLE refs (whole integer CONSTRAINT of_whole REFERENCES wholes);
