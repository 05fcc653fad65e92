-- since: 17
CREATE COLLATION plain (PROVIDER = libc, LOCALE = 'C');
CREATE TABLE towns (name text COLLATE plain);
ALTER COLLATION plain OWNER TO corpus_owner;
