-- hazards: data-loss, table-rewrite
CREATE TABLE p (a text, b int NOT NULL DEFAULT 5);
CREATE TABLE v (a int);
