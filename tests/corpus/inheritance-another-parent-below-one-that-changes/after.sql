-- hazards: table-rewrite
CREATE TABLE top (c text DEFAULT 'x');
CREATE TABLE between () INHERITS (top);
CREATE TABLE alone (c text DEFAULT 'y') INHERITS (top);
CREATE TABLE own (c text DEFAULT 'z') INHERITS (between);
CREATE TABLE given () INHERITS (between);
CREATE TABLE below_alone (c text DEFAULT 'v') INHERITS (alone);
