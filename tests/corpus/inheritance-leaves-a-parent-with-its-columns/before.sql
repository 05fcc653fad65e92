-- hazards: full-scan
-- inherited: child.c
CREATE TABLE first (a integer NOT NULL DEFAULT 3, b text CHECK (b <> ''));
CREATE TABLE second (c integer CHECK (c > 0));
CREATE TABLE child (d integer, a integer NOT NULL DEFAULT 5) INHERITS (first, second);
CREATE TABLE grandchild () INHERITS (child);
