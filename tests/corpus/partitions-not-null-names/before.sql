-- hazards: data-loss
-- since: 18
CREATE TABLE t (a int CONSTRAINT x NOT NULL) PARTITION BY LIST(a);
