-- hazards: table-rewrite
CREATE TABLE rects (w integer, h integer, kind text, area integer GENERATED ALWAYS AS (w * h) STORED) PARTITION BY LIST (kind);
CREATE TABLE rects_a PARTITION OF rects FOR VALUES IN ('a');
CREATE TABLE rects_b PARTITION OF rects FOR VALUES IN ('b');
