-- hazards: data-loss, table-rewrite, protection-disabled
CREATE TABLE parent (a integer, t text, v text);
CREATE TABLE child () INHERITS (parent);
CREATE TABLE between () INHERITS (parent);
CREATE TABLE below () INHERITS (between);
CREATE TABLE leaves (a integer, t text, v text) INHERITS (parent);
CREATE TABLE below_leaves () INHERITS (leaves);
