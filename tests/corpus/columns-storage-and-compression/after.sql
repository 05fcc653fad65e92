CREATE TABLE files (id integer PRIMARY KEY, content bytea, name text COMPRESSION pglz, meta jsonb);
ALTER TABLE files ALTER content SET STORAGE EXTERNAL, ALTER name SET STORAGE PLAIN;
