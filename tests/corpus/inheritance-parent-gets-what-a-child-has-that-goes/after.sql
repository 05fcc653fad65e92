-- hazards: data-loss, full-scan
CREATE TABLE parent (a integer, b integer, c integer, CONSTRAINT small CHECK (a < 5));
CREATE TABLE between () INHERITS (parent);
CREATE TABLE leaves (a integer, b text, c integer GENERATED ALWAYS AS (a * 2) STORED, CONSTRAINT small CHECK (a < 3));
