-- hazards: data-loss, protection-disabled
CREATE TABLE top (c integer, n text);
CREATE TABLE between () INHERITS (top);
CREATE TABLE beneath () INHERITS (between);
CREATE TABLE given () INHERITS (beneath);
CREATE TABLE own (n text DEFAULT 'x') INHERITS (between);
