-- hazards: table-rewrite
CREATE TABLE hits (id integer, page varchar(20) NOT NULL DEFAULT '/', seconds integer) PARTITION BY RANGE (id);
CREATE TABLE hits_1 PARTITION OF hits FOR VALUES FROM (0) TO (100);
CREATE TABLE hits_2 PARTITION OF hits (page DEFAULT '/two', seconds DEFAULT 2) FOR VALUES FROM (100) TO (200);
CREATE INDEX hits_seconds ON hits (seconds);
CREATE VIEW pages AS SELECT page, sum(seconds) AS seconds FROM hits GROUP BY page;
ALTER TABLE hits_2 ALTER page SET STORAGE EXTERNAL;
