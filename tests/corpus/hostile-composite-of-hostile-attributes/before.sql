-- hazards: data-loss, table-rewrite
-- changes: t.c
CREATE TYPE c AS ("a b" integer, "x COLLATE y" text, "q""q" text COLLATE "C", z numeric(10,2));
CREATE TABLE t (c c);
