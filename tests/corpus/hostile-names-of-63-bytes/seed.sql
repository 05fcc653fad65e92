INSERT INTO table_with_a_name_that_is_as_long_as_names_may_be_in_postgresq1 VALUES ('a', 1, '[1,2)');
