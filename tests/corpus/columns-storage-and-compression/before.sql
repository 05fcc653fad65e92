-- since: 14
CREATE TABLE files (id integer PRIMARY KEY, content bytea COMPRESSION pglz, name text, meta jsonb);
ALTER TABLE files ALTER name SET STORAGE EXTERNAL, ALTER meta SET STORAGE MAIN;
