-- hazards: table-rewrite
-- changes: spans.at
CREATE TABLE spans (at tsrange, numbers int4range, many int4range[], flag boolean, code integer, shape box);
