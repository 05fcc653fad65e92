-- hazards: data-loss, table-rewrite
-- changes: t.c
CREATE TYPE c AS ("x COLLATE y" text, "q""q" text COLLATE "POSIX", z numeric(12,2), "a b" integer);
CREATE TABLE t (c c);
