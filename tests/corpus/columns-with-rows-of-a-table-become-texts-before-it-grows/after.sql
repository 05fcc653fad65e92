-- hazards: table-rewrite
CREATE TABLE p (a int, b int NOT NULL DEFAULT 5);
CREATE TABLE v (a int, c text);
