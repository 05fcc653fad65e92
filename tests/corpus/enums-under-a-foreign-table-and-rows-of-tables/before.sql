-- hazards: irreversible
CREATE TYPE flag AS ENUM ('on', 'off', 'unset');
CREATE FOREIGN DATA WRAPPER enums_wrapper; CREATE SERVER enums_server FOREIGN DATA WRAPPER enums_wrapper;
CREATE FOREIGN TABLE remote (id integer, flag flag) SERVER enums_server;
CREATE TABLE local (id integer, flag flag);
CREATE FUNCTION first_local() RETURNS local LANGUAGE sql AS 'SELECT * FROM local LIMIT 1';
CREATE FUNCTION count_flags(local[]) RETURNS integer LANGUAGE sql AS 'SELECT cardinality($1)';
