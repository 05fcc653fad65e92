CREATE TABLE parent (a integer, b integer, CONSTRAINT positive CHECK (a > 0));
CREATE TABLE between () INHERITS (parent);
CREATE TABLE child () INHERITS (between);
CREATE TABLE own (a integer, b integer) INHERITS (between);
CREATE TABLE below () INHERITS (own);
