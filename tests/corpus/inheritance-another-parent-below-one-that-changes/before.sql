-- hazards: data-loss, table-rewrite
CREATE TABLE top (c integer DEFAULT 1);
CREATE TABLE alone (c integer DEFAULT 2);
CREATE TABLE own (c integer DEFAULT 3) INHERITS (top);
CREATE TABLE given () INHERITS (top);
CREATE TABLE below_alone (c integer DEFAULT 4) INHERITS (top);
