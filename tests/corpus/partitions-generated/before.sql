-- hazards: data-loss
CREATE TABLE rects (w integer, h integer, kind text) PARTITION BY LIST (kind);
CREATE TABLE rects_a PARTITION OF rects FOR VALUES IN ('a');
