-- hazards: irreversible, table-rewrite
CREATE TYPE type_with_a_name_that_is_as_long_as_names_may_be_in_postgresql1 AS ENUM ('a', 'b', 'c');
CREATE DOMAIN "ünïcödé_dömäïn_ünïcödé_dömäïn_ünïcödé_dö" AS integer;
CREATE TYPE range_with_a_name_that_is_as_long_as_names_may_be_in_postgresq1 AS RANGE (subtype = integer);
CREATE TABLE table_with_a_name_that_is_as_long_as_names_may_be_in_postgresq1 (column_with_a_name_that_is_as_long_as_names_may_be_in_postgres1 type_with_a_name_that_is_as_long_as_names_may_be_in_postgresql1, d "ünïcödé_dömäïn_ünïcödé_dömäïn_ünïcödé_dö", r range_with_a_name_that_is_as_long_as_names_may_be_in_postgresq1);
