-- since: 14
-- hazards: data-loss, table-rewrite
CREATE TABLE parent (a integer, b integer);
CREATE TABLE child (id serial) INHERITS (parent);
ALTER TABLE parent ALTER a SET DEFAULT nextval('child_id_seq');
CREATE FUNCTION counted() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(*) FROM child; END;
ALTER TABLE parent ALTER b SET DEFAULT counted();
CREATE TABLE user_of (c text DEFAULT counted());
