-- hazards: table-rewrite
-- changes: spans.at, spans.shape
CREATE TABLE spans (at tstzrange, numbers numrange, many numrange[], flag uuid, code inet, shape point);
