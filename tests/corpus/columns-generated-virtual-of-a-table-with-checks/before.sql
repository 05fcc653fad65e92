-- since: 18
-- hazards: full-scan, protection-disabled
-- changes: stays.b, child.b
CREATE TABLE stays (a integer, b integer GENERATED ALWAYS AS (a + 1), CHECK (a > 0));
CREATE TABLE comes (a integer, b integer GENERATED ALWAYS AS (a + 1));
CREATE TABLE goes (a integer, b integer GENERATED ALWAYS AS (a + 1), CHECK (b > 0), CHECK (a > 0));
CREATE TABLE parent (a integer, b integer GENERATED ALWAYS AS (a + 1), CHECK (b <> 0));
CREATE TABLE child () INHERITS (parent);
CREATE VIEW v AS SELECT b FROM stays;
