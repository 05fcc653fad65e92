-- hazards: table-rewrite, index-build before 17
CREATE TABLE items (count bigint, label text GENERATED ALWAYS AS (count::text) STORED);
CREATE TABLE more (size integer) INHERITS (items);
CREATE VIEW labels AS SELECT label FROM items;
CREATE INDEX labelled ON more (label);
