CREATE COLLATION modern (PROVIDER = builtin, LOCALE = 'C.UTF-8');
CREATE TABLE towns (name text COLLATE modern);
