CREATE TABLE nothing (a integer);
CREATE FUNCTION check_options(text[], oid) RETURNS boolean LANGUAGE internal AS 'postgresql_fdw_validator';
CREATE FOREIGN DATA WRAPPER foreign_wrapper_two VALIDATOR check_options;
CREATE SERVER "foreign ""server"" two" FOREIGN DATA WRAPPER foreign_wrapper_two OPTIONS (dbname 'x');
ALTER SERVER "foreign ""server"" two" OWNER TO corpus_owner;
