-- hazards: data-loss, full-scan, table-rewrite
CREATE TABLE parent (a text DEFAULT 'x', b integer NOT NULL DEFAULT 1, d integer NOT NULL);
CREATE FUNCTION counted() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(d) FROM parent; END;
CREATE TABLE user_of (c text DEFAULT counted() + 1);
