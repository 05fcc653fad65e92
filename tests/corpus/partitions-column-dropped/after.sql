-- hazards: data-loss
CREATE TABLE polls (id integer, area text, votes integer) PARTITION BY LIST (area);
CREATE TABLE polls_a PARTITION OF polls FOR VALUES IN ('a');
CREATE TABLE polls_b (votes integer, area text, id integer);
ALTER TABLE polls ATTACH PARTITION polls_b FOR VALUES IN ('b');
