-- hazards: table-rewrite
CREATE TABLE logs (id integer PRIMARY KEY, level bigint NOT NULL, text text);
ALTER TABLE logs REPLICA IDENTITY FULL;
CREATE PUBLICATION publications_over_a_column_that_widens FOR TABLE logs (id, level) WHERE (level > 3);
