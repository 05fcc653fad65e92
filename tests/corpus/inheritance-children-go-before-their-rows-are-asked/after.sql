-- hazards: data-loss, table-rewrite, full-scan
CREATE TABLE parent (a integer NOT NULL, t text, v integer, added integer NOT NULL, CONSTRAINT named CHECK (t <> ''));
CREATE TABLE between () INHERITS (parent);
CREATE TABLE leaves (a integer, t text, v text);
CREATE TABLE below_leaves () INHERITS (leaves);
