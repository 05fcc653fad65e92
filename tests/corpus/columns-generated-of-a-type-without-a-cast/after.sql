-- hazards: table-rewrite, index-build
CREATE TABLE items (count bigint, label integer GENERATED ALWAYS AS (count::text::integer) STORED);
CREATE TABLE more (size integer) INHERITS (items);
CREATE VIEW labels AS SELECT label FROM items;
CREATE INDEX labelled ON more (label);
