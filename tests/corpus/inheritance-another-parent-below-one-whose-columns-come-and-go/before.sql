-- hazards: data-loss, full-scan
CREATE TABLE top (c integer, gone integer, CHECK (c <> 2));
CREATE TABLE between () INHERITS (top);
CREATE TABLE given () INHERITS (top);
CREATE TABLE own () INHERITS (top);
