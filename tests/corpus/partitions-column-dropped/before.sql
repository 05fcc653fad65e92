-- hazards: full-scan, index-build
CREATE TABLE polls (id integer, area text, old integer DEFAULT 3, votes integer) PARTITION BY LIST (area);
CREATE TABLE polls_a PARTITION OF polls FOR VALUES IN ('a');
CREATE TABLE polls_b (votes integer, old integer NOT NULL DEFAULT 4, area text, id integer);
ALTER TABLE polls ATTACH PARTITION polls_b FOR VALUES IN ('b');
CREATE INDEX polls_old ON polls (old);
CREATE VIEW olds AS SELECT old FROM polls_b;
COMMENT ON COLUMN polls_b.old IS 'of b';
