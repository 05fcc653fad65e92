-- hazards: data-loss, protection-disabled
CREATE TABLE parent (a integer);
CREATE TABLE between () INHERITS (parent);
CREATE TABLE below (b text, c integer GENERATED ALWAYS AS (a * 2) STORED, CONSTRAINT small CHECK (a < 3)) INHERITS (between);
CREATE TABLE leaves (a integer, b text, c integer GENERATED ALWAYS AS (a * 2) STORED, CONSTRAINT small CHECK (a < 3)) INHERITS (between);
