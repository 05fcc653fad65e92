-- since: 14
-- hazards: table-rewrite
CREATE TYPE span AS RANGE (subtype = float8);
CREATE TABLE spans (id integer PRIMARY KEY, span span, gaps span_multirange);
CREATE VIEW gaps AS SELECT id, gaps FROM spans WHERE gaps && span_multirange(span(1, 2));
