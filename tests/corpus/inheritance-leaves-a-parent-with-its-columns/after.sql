-- hazards: data-loss
CREATE TABLE first (a integer DEFAULT 4, b text CHECK (b <> ''));
CREATE TABLE second (c integer CHECK (c > 0));
CREATE TABLE child (d integer, a integer DEFAULT 6) INHERITS (first);
CREATE TABLE grandchild () INHERITS (child);
