-- hazards: table-rewrite, protection-disabled
CREATE UNLOGGED TABLE caches (id integer PRIMARY KEY);
CREATE TABLE hits (cache integer);
